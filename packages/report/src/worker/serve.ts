/** The worker's side: keeps a library and answers questions about it. */
import type { Library } from '../library/library.ts';
import { openLibrary } from '../library/open.ts';
import type { Question, Questions, QuestionKind, Reply } from './protocol.ts';

/** The part of a worker's global scope that is used. */
export interface WorkerScope {
  postMessage(message: Reply): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<Question>) => void): void;
}

/** Progress is told no more often than this. */
const PROGRESS_MS = 100;

class Shelf {
  readonly #scope: WorkerScope;
  #library: Library | null = null;

  constructor(scope: WorkerScope) {
    this.#scope = scope;
  }

  async answer(question: Question): Promise<Questions[QuestionKind]['answer']> {
    if (question.kind === 'open') {
      let toldMs = -Infinity;
      this.#library = await openLibrary(question.files, {
        version: question.version,
        progress: (progress) => {
          if (performance.now() - toldMs < PROGRESS_MS) return;
          toldMs = performance.now();
          this.#scope.postMessage({ kind: 'progress', progress });
        },
      });
      const { head, rows, examples, runNames = null } = this.#library;
      return { head, rows, examples, runNames };
    }
    if (this.#library === null) throw new Error('Nothing is open.');
    if (question.kind === 'details') return this.#library.details(question.index, question.payloadBytes);
    return this.#library.document(question.redaction, question.only);
  }
}

/** Answers every question that comes. */
export function serve(scope: WorkerScope): void {
  const shelf = new Shelf(scope);
  scope.addEventListener('message', ({ data: question }) => {
    shelf.answer(question).then(
      (answer) => scope.postMessage({ id: question.id, kind: 'answer', answer }),
      (error: unknown) =>
        scope.postMessage({
          id: question.id,
          kind: 'error',
          message: error instanceof Error ? error.message : String(error),
        }),
    );
  });
}
