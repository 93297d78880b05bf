/**
 * Records of numbers in typed arrays, read and written as if they were objects.
 *
 *     RowStore   [ row 0 | row 1 | row 2 | ... ]  in chunks, whole numbers and times apart
 *     RowView         ▲ moved to a row; its properties are that row's fields
 *
 * Tens of thousands of connections live at once, and every packet touches one of them: as objects they would cost the
 * collector time and the processor its cache. A view costs nothing to move.
 */

/** How a field is kept: `int`: whole, 32 bits, signed (sequence numbers wrap into it); `real`: times and byte counts. */
export type FieldKind = 'int' | 'real';

/** A field for every property of the record; the compiler shows which are missing. */
export type Layout<T> = { readonly [K in keyof T]: FieldKind };

/** A view that can be moved: its record's whole numbers start at `intBase` in `ints`, its real ones at `realBase` in `reals`. */
export interface Movable {
  ints: Int32Array;
  intBase: number;
  reals: Float64Array;
  realBase: number;
}

/** How many numbers of each kind a record takes. */
export interface RowSize {
  readonly ints: number;
  readonly reals: number;
}

export function sizeOf<T>(layout: Layout<T>): RowSize {
  const kinds = Object.values<FieldKind>(layout);
  const ints = kinds.filter((kind) => kind === 'int').length;
  return { ints, reals: kinds.length - ints };
}

class Cursor implements Movable {
  ints: Int32Array = new Int32Array(0);
  intBase: number = 0;
  reals: Float64Array = new Float64Array(0);
  realBase: number = 0;
}

function intField(at: number): PropertyDescriptor & ThisType<Cursor> {
  return {
    enumerable: true,
    get() {
      return this.ints[this.intBase + at];
    },
    set(value: number) {
      this.ints[this.intBase + at] = value;
    },
  };
}

function realField(at: number): PropertyDescriptor & ThisType<Cursor> {
  return {
    enumerable: true,
    get() {
      return this.reals[this.realBase + at];
    },
    set(value: number) {
      this.reals[this.realBase + at] = value;
    },
  };
}

/** The maker of views of records laid out like this. Views of one maker share their accessors, so that the engine inlines them. */
export function viewMaker<T extends object>(layout: Layout<T>): () => T & Movable {
  class View extends Cursor {}
  let ints = 0;
  let reals = 0;
  for (const [name, kind] of Object.entries<FieldKind>(layout)) {
    Object.defineProperty(View.prototype, name, kind === 'int' ? intField(ints++) : realField(reals++));
  }
  return () => new View() as unknown as T & Movable;
}

/** The record that a view stands at, as a plain object. */
export function copyOf<T extends object>(layout: Layout<T>, view: T): T {
  const names = Object.keys(layout) as (keyof T)[];
  return Object.fromEntries(names.map((name) => [name, view[name]])) as T;
}
