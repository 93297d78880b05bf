export function payloadOf(seq: number): Buffer;
