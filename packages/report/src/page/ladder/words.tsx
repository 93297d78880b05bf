/** The words of a ladder's items, as many as there is room for. They are written over all lines. */
import type {
  ArrowItem,
  CallItem,
  DiagramItem,
  FaultItem,
  GapItem,
  InFlight,
  KernelItem,
  Label,
  PacketEvent,
  StateItem,
} from '@halfopen/timeline';
import type { ComponentChildren, JSX } from 'preact';
import {
  callForms,
  callText,
  cut,
  fitting,
  flightText,
  gapForms,
  isFailure,
  kernelForms,
  numbersText,
  packetText,
  resultText,
} from '../event-words.ts';
import type { Lanes } from './lanes.ts';
import { arrowClass, callPlace, kernelPlace, wayOf } from './place.ts';

export type Flights = ReadonlyMap<PacketEvent, InFlight>;

/** Of as many characters, so many fit when they are bold. */
const BOLD_SHARE = 0.88;

function Text({
  label,
  x,
  inward,
  children,
}: {
  readonly label: Label | null;
  readonly x: number;
  /** 1: it runs to the right; -1: to the left; 0: both ways. */
  readonly inward: 1 | -1 | 0;
  readonly children: ComponentChildren;
}): JSX.Element | null {
  if (label === null || label.crowded) return null;
  return (
    <text
      class="halo"
      x={x}
      y={label.y + 4}
      text-anchor={inward === 0 ? 'middle' : inward > 0 ? 'start' : 'end'}
    >
      {children}
    </text>
  );
}

interface Written<Item> {
  readonly item: Item;
  readonly lanes: Lanes;
  readonly flights: Flights;
}

function Arrow({ item, lanes, flights }: Written<ArrowItem>): JSX.Element | null {
  const { event, from, loss, label } = item;
  if (label.crowded) return null;
  const { sign, x1 } = wayOf(item, lanes);
  const flight = flights.get(event);
  const more = [numbersText(event), flight === undefined ? '' : flightText(flight)].filter(
    (each) => each !== '',
  );
  const name = packetText(event, flight);
  const room = lanes.wireRoom - (loss === null ? 0 : ' lost'.length);
  const fits = (text: string): boolean => name.length + 2 + text.length <= room;
  const rest = [more.join(', '), more.at(-1) ?? ''].find(fits) ?? '';
  const isCentred = from === 'middle';
  return (
    <text
      class={`halo ${arrowClass(event)}`}
      x={isCentred ? x1 : x1 + sign * 12}
      y={label.y - 4}
      text-anchor={isCentred ? 'middle' : sign > 0 ? 'start' : 'end'}
    >
      {sign > 0 || rest === '' ? null : <tspan class="dim">{`${rest}  `}</tspan>}
      <tspan class="name">{cut(name, Math.max(8, room))}</tspan>
      {loss === null ? null : <tspan class="lost-word"> lost</tspan>}
      {sign < 0 || rest === '' ? null : <tspan class="dim">{`  ${rest}`}</tspan>}
    </text>
  );
}

function Call({ item, lanes }: Written<CallItem>): JSX.Element {
  const { event, lane, label, returnLabel } = item;
  const { x, inward } = callPlace(item, lanes);
  const room = Math.floor(
    (lane === 'client-calls' ? lanes.clientRoom : lanes.serverRoom) * (isFailure(event) ? BOLD_SHARE : 1),
  );
  const result = resultText(event);
  return (
    <g class={`call ${event.how} ${isFailure(event) ? 'failure' : ''}`}>
      <Text label={label} x={x} inward={inward}>
        {returnLabel === null
          ? fitting(callForms(event), room)
          : fitting([`${callText(event)} …`, `${event.call}(…) …`], room)}
      </Text>
      <Text label={returnLabel} x={x} inward={inward}>
        {fitting([`${event.call} ${result}`, result], room)}
      </Text>
    </g>
  );
}

function State({ item: { event, lane, label }, lanes }: Written<StateItem>): JSX.Element {
  const isClient = lane === 'client-state';
  const inward = isClient ? 1 : -1;
  return (
    <g class={`state ${event.how} ${event.state}`}>
      <Text label={label} x={(isClient ? lanes.clientState : lanes.serverState) + inward * 9} inward={inward}>
        {cut(event.state, lanes.stateRoom)}
      </Text>
    </g>
  );
}

function Kernel({ item, lanes }: Written<KernelItem>): JSX.Element {
  const { x, inward } = kernelPlace(item, lanes);
  return (
    <g class="kernel">
      <Text label={item.label} x={x} inward={inward}>
        {fitting(kernelForms(item.event), item.lane === 'client-calls' ? lanes.clientRoom : lanes.serverRoom)}
      </Text>
    </g>
  );
}

function Fault({ item: { event, label }, lanes }: Written<FaultItem>): JSX.Element {
  return (
    <g class="fault">
      <Text label={label} x={(lanes.client + lanes.server) / 2} inward={0}>
        {`⚡ ${event.at === 'middle' ? 'network' : event.at}: ${event.what}`}
      </Text>
    </g>
  );
}

function Gap({ item, lanes, flights }: Written<GapItem>): JSX.Element {
  return (
    <g class="gap">
      <Text label={item.label} x={(lanes.client + lanes.server) / 2} inward={0}>
        {fitting(gapForms(item, flights), lanes.wireRoom)}
      </Text>
    </g>
  );
}

export function Words({ item, ...rest }: Written<DiagramItem>): JSX.Element {
  switch (item.kind) {
    case 'arrow':
      return <Arrow item={item} {...rest} />;
    case 'call':
      return <Call item={item} {...rest} />;
    case 'state':
      return <State item={item} {...rest} />;
    case 'kernel':
      return <Kernel item={item} {...rest} />;
    case 'fault':
      return <Fault item={item} {...rest} />;
    case 'gap':
      return <Gap item={item} {...rest} />;
  }
}
