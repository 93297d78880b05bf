export type { CallEvent, FaultEvent, KernelEvent, PacketEvent, StateEvent, TimelineEvent } from './events.ts';
export { mergeEvents, momentsOf, type Moment, type MomentEdge } from './merge.ts';
export type {
  CallMark,
  EventRow,
  FaultRow,
  FoldRow,
  FrameNumber,
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
export type {
  Axis,
  Diagram,
  DiagramOptions,
  DiagramScale,
  InFlight,
  MinimapSlice,
} from './diagram/diagram.ts';
export type {
  ArrowItem,
  CallItem,
  DiagramItem,
  FaultItem,
  GapEnd,
  GapItem,
  KernelItem,
  Label,
  Lane,
  StateItem,
} from './diagram/geometry.ts';
export { inFlightOf } from './diagram/in-flight.ts';
export { layoutDiagram } from './diagram/layout.ts';
export { minimapOf } from './diagram/minimap.ts';
export type {
  PlotBounds,
  PlotReset,
  PlotSegments,
  PlotSteps,
  SegmentMark,
  SequencePlot,
  ZeroWindow,
} from './plot/geometry.ts';
export { nearest } from './plot/nearest.ts';
export { sequencePlot } from './plot/sequence.ts';
export { thin } from './plot/thin.ts';
