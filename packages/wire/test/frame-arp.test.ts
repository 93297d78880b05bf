import { describe, expect, it } from 'vitest';
import { arpReply, arpRequest } from '../src/emit/arp.ts';
import { ethernetFrame } from '../src/emit/ethernet.ts';
import { ArpOperation } from '../src/frame/arp.ts';
import { LinkType } from '../src/frame/link-types.ts';
import { EtherType } from '../src/frame/numbers.ts';
import { FrameView } from '../src/frame/view.ts';

const ends = { sender: '10.0.0.1', target: '10.0.0.2' };

function viewOf(message: Uint8Array): FrameView {
  const frame = ethernetFrame({ payload: message, etherType: EtherType.arp });
  const view = new FrameView();
  view.decode(frame, 0, frame.length, LinkType.ethernet);
  return view;
}

describe('ARP', () => {
  it.each([
    ['request', arpRequest(ends), ArpOperation.request],
    ['reply', arpReply(ends), ArpOperation.reply],
  ])('%s tells sender and target', (_, message, arpOperation) => {
    const view = viewOf(message);
    expect(view).toMatchObject({ kind: 'arp', problem: null, arpOperation, ipVersion: 0, protocol: -1 });
    expect(view.sourceAddress()).toBe(ends.sender);
    expect(view.destinationAddress()).toBe(ends.target);
  });

  it('cut short says so', () => {
    const message = arpRequest(ends);
    for (const length of [0, 7, 8, 27]) {
      expect(viewOf(message.subarray(0, length))).toMatchObject({ kind: 'other', problem: 'truncated-arp' });
    }
  });

  it('for another protocol is not understood', () => {
    const message = arpRequest(ends);
    message[5] = 16;
    expect(viewOf(message)).toMatchObject({ kind: 'other', problem: 'unsupported-arp', arpOperation: 0 });
  });
});
