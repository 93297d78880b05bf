/** What page and worker say to each other. A worker keeps one library. */
import type { Redaction, ReportDocument } from '../document/document.ts';
import type { Examples } from '../library/causes.ts';
import type { Details, Head } from '../library/library.ts';
import type { ReadProgress } from '../library/one-capture.ts';
import type { NamedBlob } from '../library/reading.ts';
import type { Rows } from '../library/rows.ts';

/** What opening comes to. */
export interface Opened {
  readonly head: Head;
  readonly rows: Rows;
  readonly examples: Examples;
  readonly runNames: readonly string[] | null;
}

/** Questions and their answers; `open` is the first, and is asked once. */
export interface Questions {
  readonly open: {
    readonly ask: { readonly files: readonly NamedBlob[]; readonly version: string };
    readonly answer: Opened;
  };
  readonly details: {
    readonly ask: { readonly index: number; readonly payloadBytes: number };
    readonly answer: Details;
  };
  readonly document: {
    readonly ask: { readonly redaction: Redaction; readonly only: readonly number[] | null };
    readonly answer: ReportDocument;
  };
}

export type QuestionKind = keyof Questions;

/** A question on its way. */
export type Question = {
  readonly [Kind in QuestionKind]: { readonly id: number; readonly kind: Kind } & Questions[Kind]['ask'];
}[QuestionKind];

/** What comes back: `progress` while the library is opened; for each question one of the others. */
export type Reply =
  | { readonly kind: 'progress'; readonly progress: ReadProgress }
  | { readonly id: number; readonly kind: 'answer'; readonly answer: Questions[QuestionKind]['answer'] }
  | { readonly id: number; readonly kind: 'error'; readonly message: string };
