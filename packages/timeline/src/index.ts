export type { CallEvent, FaultEvent, KernelEvent, PacketEvent, StateEvent, TimelineEvent } from './events.ts';
export { mergeEvents, momentsOf, type Moment, type MomentEdge } from './merge.ts';
export type {
  CallMark,
  EventRow,
  FaultRow,
  FoldRow,
  GapRow,
  Ladder,
  LadderArrow,
  LadderEnd,
  LadderRow,
  Loss,
  Spacing,
} from './ladder/geometry.ts';
export { layoutLadder, type LadderOptions } from './ladder/layout.ts';
export { paintLadder, type TextOptions } from './ladder/text.ts';
