/** Header fields in a few words, and packets to have them of. */
import { TcpFlag, type TcpOptionSpec, type TcpPacketSpec } from '@halfopen/wire';
import { type HeaderField, headerFields } from '../../src/index.ts';

export const v4 = {
  source: { address: '192.0.2.1', port: 40_000 },
  destination: { address: '192.0.2.2', port: 443 },
};
export const v6 = {
  source: { address: '2001:db8::1', port: 40_000 },
  destination: { address: '2001:db8::2', port: 443 },
};
export const spec: TcpPacketSpec = { ...v4, seqNumber: 1_000_000, flags: TcpFlag.ACK };
export const synOptions: readonly TcpOptionSpec[] = [
  { kind: 'mss', bytes: 1460 },
  { kind: 'sack-permitted' },
  { kind: 'timestamps', value: 77, echo: 0 },
  { kind: 'nop' },
  { kind: 'window-scale', shift: 7 },
];

/** A field in a few words: `TCP 33+1 control bits: SYN [note]`. */
function told({ layer, name, value, offset, lengthBytes, note }: HeaderField): string {
  return `${layer} ${offset}+${lengthBytes} ${name}: ${value}${note === undefined ? '' : ` [${note}]`}`;
}

export function toldOf(bytes: Uint8Array, layer: HeaderField['layer']): string[] {
  return headerFields(bytes)
    .filter((field) => field.layer === layer)
    .map((field) => told(field).slice(layer.length + 1));
}

export function valueOf(bytes: Uint8Array, layer: HeaderField['layer'], name: string): string | undefined {
  const field = headerFields(bytes).find((each) => each.layer === layer && each.name === name);
  return field === undefined
    ? undefined
    : `${field.value}${field.note === undefined ? '' : ` [${field.note}]`}`;
}
