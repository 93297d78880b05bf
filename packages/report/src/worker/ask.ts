/** The page's side: each library has a worker of its own, made of the page's own program. */
import type { ReportDocument } from '../document/document.ts';
import type { Details, Library } from '../library/library.ts';
import type { ReadProgress } from '../library/one-capture.ts';
import type { NamedBlob } from '../library/reading.ts';
import type { Questions, QuestionKind, Reply } from './protocol.ts';

interface Waiting {
  readonly answer: (answer: never) => void;
  readonly fail: (error: Error) => void;
}

/** A worker to be asked. */
class Desk {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  readonly #progress: (progress: ReadProgress) => void;
  #next = 1;
  #closed: Error | null = null;

  constructor(program: string, progress: (progress: ReadProgress) => void) {
    const url = URL.createObjectURL(new Blob(['"use strict";', program], { type: 'text/javascript' }));
    this.#progress = progress;
    this.#worker = new Worker(url);
    this.#worker.addEventListener('message', ({ data }: MessageEvent<Reply>) => this.#hear(data));
    this.#worker.addEventListener('error', ({ message }) =>
      this.close(new Error(message || 'The worker of this page could not be started.')),
    );
  }

  ask<Kind extends QuestionKind>(
    kind: Kind,
    ask: Questions[Kind]['ask'],
  ): Promise<Questions[Kind]['answer']> {
    if (this.#closed !== null) return Promise.reject(this.#closed);
    const id = this.#next;
    this.#next += 1;
    return new Promise((answer, fail) => {
      this.#waiting.set(id, { answer, fail });
      this.#worker.postMessage({ id, kind, ...ask });
    });
  }

  /** Ends the worker, whatever it is at; what is asked now and later fails with this. */
  close(why: Error): void {
    this.#closed ??= why;
    this.#worker.terminate();
    for (const { fail } of this.#waiting.values()) fail(this.#closed);
    this.#waiting.clear();
  }

  #hear(reply: Reply): void {
    if (reply.kind === 'progress') return this.#progress(reply.progress);
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if (reply.kind === 'error') waiting?.fail(new Error(reply.message));
    else waiting?.answer(reply.answer as never);
  }
}

/** How captures are opened in a worker. */
export interface AskOptions {
  /** The text of a program that calls `serve`. */
  readonly program: string;
  readonly version: string;
  readonly progress: (progress: ReadProgress) => void;
  /** Ends the reading; the reason is what the promise is rejected with. */
  readonly signal: AbortSignal;
}

/** Opens captures. Rejects with what is wrong with them. */
export async function openInWorker(
  files: readonly NamedBlob[],
  { program, version, progress, signal }: AskOptions,
): Promise<Library> {
  const desk = new Desk(program, progress);
  const stop = (): void => desk.close(signal.reason as Error);
  signal.addEventListener('abort', stop);
  try {
    const { runNames, ...opened } = await desk.ask('open', { files, version });
    return {
      ...opened,
      ...(runNames === null ? {} : { runNames }),
      hasCaptures: true,
      details: (index, payloadBytes): Promise<Details> => desk.ask('details', { index, payloadBytes }),
      document: (redaction, only): Promise<ReportDocument> => desk.ask('document', { redaction, only }),
      close: () => desk.close(new Error('It has been closed.')),
    };
  } catch (error) {
    desk.close(error as Error);
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
