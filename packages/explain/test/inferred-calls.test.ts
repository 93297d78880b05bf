import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Explainer, inferredCalls, recordWithStory } from '../src/index.ts';
import { anyScript, traceOf } from './support/any-conversation.ts';
import { opened, told } from './support/calls.ts';
import { Trace } from './support/conversation.ts';
import { theOne } from './support/explained.ts';

async function callsOf(script: (trace: Trace) => void): Promise<string[]> {
  const trace = new Trace();
  script(trace);
  const { packets, verdict } = await theOne(trace, { packets: { most: 1000 } });
  return inferredCalls(packets!, verdict).map(told);
}

describe('calls that a verdict tells of', () => {
  it.each<readonly [string, (trace: Trace) => void, readonly string[]]>([
    ['connect, while nobody answers', (trace) => trace.open().c.syn(), ['client connect blocked: 0 on']],
    [
      'connect, refused at the second try',
      (trace) => {
        const { c, s } = trace.open();
        c.syn({ lost: true });
        trace.wait(999);
        c.again();
        s.refuse();
      },
      ['client connect ECONNREFUSED: 0 to 1001'],
    ],
    [
      'connect, stopped by a router',
      (trace) => trace.icmp(trace.open().c.syn(), 3, 1),
      ['client connect EHOSTUNREACH: 0 to 1'],
    ],
    [
      'connect, given up by the kernel',
      (trace) => {
        const { c } = trace.open();
        c.syn();
        for (const gap of [1000, 2000, 4000]) {
          trace.wait(gap - 1);
          c.again();
        }
      },
      ['client connect ETIMEDOUT: 0 on'],
    ],
    [
      'connect, given up by the program',
      (trace) => {
        const { c, s } = trace.open();
        c.syn({ lost: true });
        trace.wait(999);
        c.again();
        trace.wait(500);
        c.reset(s.synAck());
      },
      ['client connect EINPROGRESS: 0', 'client close 0: 1000'],
    ],
    [
      'connect, where the server has not noticed, and send',
      (trace) => {
        const { c, s } = trace.opened();
        for (const gap of [200, 400, 800, 1600]) {
          c.data(10, gap === 200 ? { lost: true } : { lost: true, seq: trace.shape.clientIsn + 1 });
          trace.wait(gap);
          s.synAck({ seq: trace.shape.serverIsn });
        }
      },
      ['client connect 0: 0 to 1', 'client send ETIMEDOUT: 3 on'],
    ],
    [
      'connect, send and recv, where all is well but for an answer',
      (trace) => {
        const { c, s } = trace.opened();
        trace.wait(50);
        c.data(100);
        s.ack();
        trace.wait(60_000);
        c.probe();
        s.ack();
      },
      ['client connect 0: 0 to 1', 'client send ok: 53', 'client recv blocked: 60055+1 on'],
    ],
    [
      'an abort',
      (trace) => {
        const { c, s } = opened(trace);
        c.data(5);
        s.abort();
      },
      ['client recv ECONNRESET: 7+1', 'client send EPIPE: 7+2', 'server close 0: 7'],
    ],
    [
      'a peer that is not there any more',
      (trace) => {
        const { c, s } = opened(trace);
        trace.wait(5000);
        s.reset(c.data(5));
      },
      ['client recv ECONNRESET: 5007+1', 'client send EPIPE: 5007+2'],
    ],
    [
      'an orderly end',
      (trace) => {
        const { c, s } = opened(trace);
        c.fin();
        s.ack();
        trace.wait(100);
        s.fin();
        c.ack();
      },
      ['client close 0: 6', 'server recv 0: 6+1', 'server close 0: 108'],
    ],
    [
      'an end from both sides at once',
      (trace) => {
        const { c, s } = opened(trace);
        const fin = c.fin({ lost: true });
        s.fin();
        c.ack();
        s.ack({ ack: (fin.seq + 1) >>> 0 });
      },
      ['client close 0: 6', 'server recv 0: 6+1', 'server close 0: 7'],
    ],
    [
      'writing to one who has closed',
      (trace) => {
        const { c, s } = opened(trace);
        c.fin();
        s.ack();
        trace.wait(50);
        c.reset(s.data(9));
      },
      [
        'client close 0: 6',
        'server recv 0: 6+1',
        'server send ok: 58',
        'server send EPIPE: 59+1',
        'server recv 0: 59+2',
      ],
    ],
    [
      'an abort after the other has closed',
      (trace) => {
        const { c, s } = opened(trace);
        c.fin();
        s.ack();
        trace.wait(50);
        s.abort();
      },
      ['client close 0: 6', 'server recv 0: 6+1', 'server close 0: 58'],
    ],
    [
      'one side that has closed',
      (trace) => {
        const { s, c } = opened(trace);
        s.fin();
        c.ack();
        trace.wait(5000);
        c.probe();
        s.ack();
      },
      ['client recv 0: 6+1', 'server close 0: 6'],
    ],
    [
      'data that is not answered any more',
      (trace) => {
        const { c } = opened(trace);
        trace.wait(100);
        c.data(5, { lost: true });
        for (const gap of [200, 400, 800, 1600]) {
          trace.wait(gap - 1);
          c.again({ lost: true });
        }
      },
      [
        'client send ok: 106',
        'client recv ETIMEDOUT: 106+1 on',
        'client send EPIPE: 3106+1 on',
        'server recv blocked: 4+1 on',
      ],
    ],
    [
      'a FIN that is not answered',
      (trace) => {
        const { c } = opened(trace);
        c.fin({ lost: true });
        for (const gap of [200, 400, 800, 1600]) {
          trace.wait(gap - 1);
          c.again({ lost: true });
        }
      },
      ['client close 0: 6', 'server recv blocked: 4+1 on'],
    ],
    [
      'keepalives that are not answered, and the kernel says that it gives up',
      (trace) => {
        const { c } = opened(trace);
        for (let probe = 0; probe < 4; probe += 1) {
          trace.wait(999);
          c.probe({ lost: true });
        }
        trace.wait(999);
        c.abort({ lost: true });
      },
      ['client recv ETIMEDOUT: 5005+1', 'client send EPIPE: 5005+2', 'server recv blocked: 4+1 on'],
    ],
    [
      'a window that stays closed',
      (trace) => {
        const { c, s } = opened(trace);
        c.data(500);
        s.window = 0;
        s.ack();
        for (const gap of [200, 400, 800]) {
          trace.wait(gap);
          c.probe();
          s.ack();
        }
      },
      ['client send blocked: 6 on'],
    ],
    [
      'a window that stays closed, and then silence',
      (trace) => {
        const { c, s } = opened(trace);
        c.data(500);
        s.window = 0;
        s.ack();
        for (const gap of [200, 400, 800, 1600]) {
          trace.wait(gap - 1);
          c.probe({ lost: true });
        }
      },
      ['client send ETIMEDOUT: 6 on', 'client send EPIPE: 3007+1 on'],
    ],
  ])('%s', async (_title, script, expected) => {
    expect(await callsOf(script)).toEqual(expected);
  });
});

describe('calls of any conversation', () => {
  it('are all told, once, in their order, within the connection, and nothing else is', () => {
    fc.assert(
      fc.property(anyScript, fc.constantFrom('client', 'middle', 'server', undefined), (script, at) => {
        const explainer = new Explainer({
          file: 'x',
          packets: { most: 1000 },
          ...(at === undefined ? {} : { at }),
        });
        explainer.push(traceOf(script).bytes());
        explainer.finish();
        for (let finding = explainer.take(); finding !== null; finding = explainer.take()) {
          const { record, story } = recordWithStory(finding);
          explainer.release(finding);
          const calls = story.events.filter((event) => event.kind === 'call');
          const times = story.events.flatMap((event) => (event.kind === 'packet' ? [event.atNs] : []));
          const lastNs = Math.max(...times);
          for (const side of ['client', 'server'] as const) {
            const own = calls.filter((call) => call.side === side);
            const apps = record.verdict.apps[side].filter(({ on }) => on !== 'macos');
            expect(own.map(({ call, result }) => ({ call, result }))).toEqual(
              apps.map(({ call, result }) => ({ call, result })),
            );
            let behindNs = 0;
            let isOpen = false;
            for (const { atNs, returnedNs, result } of own) {
              expect(atNs).toBeGreaterThanOrEqual(behindNs);
              if (result === 'blocked') expect(returnedNs).toBe(null);
              // a call after one of which it is not known when it returned
              if (isOpen) expect(returnedNs).toBe(null);
              if (returnedNs === null) expect(result).toMatch(/^(?:blocked|E[A-Z]+)$/);
              isOpen = returnedNs === null;
              expect(returnedNs ?? atNs).toBeGreaterThanOrEqual(atNs);
              // several calls that the last packet explains are a nanosecond apart
              expect(returnedNs ?? atNs).toBeLessThanOrEqual(lastNs + own.length);
              behindNs = (returnedNs ?? atNs) + 1;
            }
          }
          expect(calls).toHaveLength(
            [...record.verdict.apps.client, ...record.verdict.apps.server].filter(({ on }) => on !== 'macos')
              .length,
          );
        }
      }),
      { numRuns: 300 },
    );
  });
});
