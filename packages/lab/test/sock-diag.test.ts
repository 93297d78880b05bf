import { describe, expect, it } from 'vitest';
import { decodeDiagState, encodeDiagRequest } from '../src/kernel/sock-diag.ts';

const HEADER_BYTES = 16;

function answerWithState(state: number): Buffer {
  const answer = Buffer.alloc(HEADER_BYTES + 72);
  answer.writeUInt16LE(20, 4);
  answer[HEADER_BYTES] = 2;
  answer[HEADER_BYTES + 1] = state;
  return answer;
}

describe('asking the kernel for one connection', () => {
  it('lays the request out as struct inet_diag_req_v2 wants it', () => {
    const request = encodeDiagRequest({
      localAddress: '10.1.2.3',
      localPort: 8080,
      remoteAddress: '10.4.5.6',
      remotePort: 20001,
    });
    expect(request.readUInt32LE(0)).toBe(72);
    expect([...request.subarray(16, 18)]).toEqual([2, 6]);
    expect(request.readUInt16BE(24)).toBe(8080);
    expect(request.readUInt16BE(26)).toBe(20001);
    expect([...request.subarray(28, 32)]).toEqual([10, 1, 2, 3]);
    expect([...request.subarray(44, 48)]).toEqual([10, 4, 5, 6]);
    expect(request.subarray(64).every((byte) => byte === 0xff)).toBe(true);
  });

  it('reads the state, also of mini-sockets', () => {
    expect(decodeDiagState(answerWithState(1))).toBe('ESTABLISHED');
    expect(decodeDiagState(answerWithState(6))).toBe('TIME-WAIT');
    expect(decodeDiagState(answerWithState(3))).toBe('SYN-RECEIVED');
  });

  it('calls CLOSED what the kernel does not know: ENOENT, or a listener found instead', () => {
    const unknown = answerWithState(1);
    unknown.writeUInt16LE(2, 4);
    unknown.writeInt32LE(-2, HEADER_BYTES);
    expect(decodeDiagState(unknown)).toBe('CLOSED');
    expect(decodeDiagState(answerWithState(10))).toBe('CLOSED');
  });

  it('takes no other refusal for a state', () => {
    const refused = answerWithState(1);
    refused.writeUInt16LE(2, 4);
    refused.writeInt32LE(-1, HEADER_BYTES);
    expect(() => decodeDiagState(refused)).toThrow('EPERM');
    expect(() => decodeDiagState(Buffer.alloc(0))).toThrow('without a body');
  });
});
