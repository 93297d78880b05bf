import { describe, expect, it } from 'vitest';
import type { KernelRecord } from '../src/observe/record.ts';
import { tracedResets } from '../src/observe/traced-resets.ts';

const reset = (detail: string): KernelRecord => ({ side: 'server', atNs: 0, event: 'send_reset', detail });
const retransmit: KernelRecord = { side: 'client', atNs: 0, event: 'retransmit', detail: '' };

describe('the resets that the kernel traced', () => {
  it('are those with a reason, and nothing else', () => {
    const named = reset('TCP_FLAGS');
    expect(tracedResets([retransmit, named], '6.18.0')).toEqual([named]);
    expect(tracedResets(null, '6.18.0')).toBeNull();
  });

  it('are no account where one has no reason, whatever the release says', () => {
    expect(tracedResets([reset('')], '6.18.0')).toBeNull();
    expect(tracedResets([reset('TCP_FLAGS')], '5.14.0-570.el9.x86_64')).toEqual([reset('TCP_FLAGS')]);
  });

  it.each(['6.10.0', '6.18.44-fc', '7.0.0-rc1', '10.2'])(
    'are none on %s where none was traced',
    (release) => {
      expect(tracedResets([retransmit], release)).toEqual([]);
    },
  );

  it.each(['6.1.0-41-amd64', '6.8.0-31-generic', '6.9.12', '5.15.0'])(
    'are unknown on %s where none was traced: it traces full sockets only',
    (release) => {
      expect(tracedResets([retransmit], release)).toBeNull();
    },
  );
});
