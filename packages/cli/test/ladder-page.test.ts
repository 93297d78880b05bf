import { describe, expect, it } from 'vitest';
import { cases } from '@halfopen/catalogue';
import { type RunRecord, type RunResult, scenarios } from '@halfopen/lab';
import { ladderPage } from '../src/lab/ladder.ts';
import { resetsOf } from '../src/lab/saw.ts';

const style = { colour: false, ascii: false, width: 100 };
const booking = { scenario: scenarios['send-user-timeout'], variant: 'plain' };

describe('the ladder of a run', () => {
  it('says why it was skipped', () => {
    const skipped = {
      entry: cases['send-user-timeout'],
      variant: 'plain',
      outcome: 'skipped',
      surprises: ['this kernel has no setting client: net.ipv4.tcp_x'],
      record: null,
    } as unknown as RunResult;
    expect(ladderPage(style, booking, skipped).split('\n').at(-1)).toBe(
      '– skipped: this kernel has no setting client: net.ipv4.tcp_x',
    );
  });
});

function reset(detail: string): RunRecord['kernel'] {
  return [{ side: 'server', atNs: 0, event: 'send_reset', detail }];
}

function seen(kernel: RunRecord['kernel']): string {
  return resetsOf({ packets: [{ from: 'server', type: 'RST-P' }], kernel } as unknown as RunRecord, 'x');
}

describe('who reset a connection', () => {
  it("is told with the kernel's reason, else with the form on the wire", () => {
    expect(seen(reset('TCP_FLAGS'))).toBe('server TCP_FLAGS');
    expect(seen(reset(''))).toBe('server RST-P');
    expect(seen(null)).toBe('server RST-P');
  });
});
