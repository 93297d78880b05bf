/** `truth.json` of a bundle. It comes from anywhere: whatever is not as it should be is refused. */
import { caseNames, clauses, type TcpState } from '@halfopen/catalogue';
import type { EndpointRecord } from '@halfopen/explain';
import type { KernelEvent, TimelineEvent } from '@halfopen/timeline';
import type { ReportRun } from '../document/document.ts';

const schema = 'halfopen.truth/1';

/** What a report takes from it. */
export interface Truth {
  readonly run: ReportRun;
  readonly client: EndpointRecord;
  readonly server: EndpointRecord;
  readonly events: readonly TimelineEvent[];
}

type Json = Readonly<Record<string, unknown>>;

const sides = ['client', 'server'] as const;
const places = ['client', 'middle', 'server'] as const;
const states: readonly TcpState[] = [
  'CLOSED',
  'LISTEN',
  'SYN-SENT',
  'SYN-RECEIVED',
  'ESTABLISHED',
  'FIN-WAIT-1',
  'FIN-WAIT-2',
  'CLOSE-WAIT',
  'CLOSING',
  'LAST-ACK',
  'TIME-WAIT',
];
const packetTypes = Object.keys(clauses).filter(
  (type) => type !== 'retransmission' && type !== 'zero-window',
);
const kernelEvents: readonly KernelEvent['event'][] = [
  'send_reset',
  'receive_reset',
  'error_report',
  'retransmit',
];

/** What a field holds: one of some words, a number, a number or null, a text, or frame numbers by vantage. */
type Held = readonly string[] | 'number' | 'number?' | 'text' | 'frames';

/** What every event of a kind has. */
const shapes: Readonly<Record<TimelineEvent['kind'], Readonly<Record<string, Held>>>> = {
  packet: {
    from: places,
    to: sides,
    type: packetTypes,
    atNs: 'number',
    middleNs: 'number?',
    arrivedNs: 'number?',
    seq: 'number',
    ack: 'number?',
    lengthBytes: 'number',
    windowBytes: 'number',
    retransmission: 'number',
    frames: 'frames',
  },
  call: {
    side: sides,
    program: 'text',
    call: 'text',
    args: 'text',
    atNs: 'number',
    returnedNs: 'number?',
    result: 'text',
  },
  state: { side: sides, atNs: 'number', state: states, how: ['observed', 'inferred'] },
  kernel: { side: sides, atNs: 'number', event: kernelEvents, detail: 'text' },
  fault: { at: places, atNs: 'number', what: 'text' },
};

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function holds(value: unknown, held: Held): boolean {
  if (typeof held !== 'string') return typeof value === 'string' && held.includes(value);
  switch (held) {
    case 'number':
      return typeof value === 'number' && Number.isFinite(value);
    case 'number?':
      return value === null || holds(value, 'number');
    case 'text':
      return typeof value === 'string';
    case 'frames':
      return (
        isObject(value) &&
        Object.entries(value).every(
          ([place, frame]) => places.some((each) => each === place) && holds(frame, 'number'),
        )
      );
  }
}

/** The event, with nothing in it but what its kind has; `null`: it is none. */
function eventOf(value: unknown): TimelineEvent | null {
  if (!isObject(value)) return null;
  const { kind } = value;
  if (typeof kind !== 'string' || !Object.hasOwn(shapes, kind)) return null;
  const fields = Object.entries(shapes[kind as TimelineEvent['kind']]);
  if (!fields.every(([name, held]) => holds(value[name], held))) return null;
  const known = Object.fromEntries(fields.map(([name]) => [name, value[name]]));
  // bundles from before inference was told apart hold what was observed
  const how = kind === 'call' ? { how: value['how'] === 'inferred' ? 'inferred' : 'observed' } : {};
  return { kind, ...known, ...how } as TimelineEvent;
}

function endOf(value: unknown): EndpointRecord | null {
  if (!isObject(value)) return null;
  const { address, port } = value;
  return typeof address === 'string' && typeof port === 'number' ? { address, port } : null;
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function refused(why: string): Error {
  return new Error(`truth.json can't be used: ${why}.`);
}

/** Reads it. Throws an error that says what is wrong. */
export function readTruth(text: string): Truth {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw refused('it is no JSON');
  }
  if (!isObject(json) || json['schema'] !== schema) throw refused(`it is not ${schema}`);
  const client = endOf(json['client']);
  const server = endOf(json['server']);
  const { timeline, case: name, variant, outcome } = json;
  if (client === null || server === null) throw refused('it does not say who the two ends are');
  const events = Array.isArray(timeline) ? timeline.map(eventOf) : [null];
  if (!events.every((event) => event !== null)) throw refused('its timeline is damaged');
  if (typeof name !== 'string' || !Object.hasOwn(caseNames, name))
    throw refused('it names no case that is known here');
  return {
    client,
    server,
    events,
    run: {
      name: `${name}/${String(variant)}`,
      about: '',
      outcome: outcome === 'surprised' ? 'surprised' : 'as-expected',
      surprises: texts(json['surprises']),
      circumstances: [
        [
          holds(json['oneWayDelayNs'], 'number') ? `${Number(json['oneWayDelayNs']) / 1e6} ms each way` : '',
          holds(json['seed'], 'number') ? `seed ${String(json['seed'])}` : '',
          typeof json['kernel'] === 'string' ? `Linux ${json['kernel']}` : '',
        ]
          .filter((each) => each !== '')
          .join(', '),
        json['kernelTrace'] === true
          ? 'resets with the reasons that the kernel gave'
          : 'without the kernel’s reasons for resets: they need root',
      ],
    },
  };
}
