import { describe, expect, it } from 'vitest';
import { Trace } from './support/conversation.ts';
import { candidates, inEveryShape, theOne } from './support/explained.ts';

describe('keepalive probes', () => {
  inEveryShape('that are answered', async (trace) => {
    const { c, s } = trace.opened();
    c.data(100);
    s.ack();
    for (let each = 0; each < 5; each += 1) {
      trace.wait(15_000);
      c.probe();
      s.ack();
    }
    const one = await theOne(trace);
    expect(one.outcome).toBe('open');
    expect(one.tcp).toMatchObject({
      keepAlives: 5,
      retransmissions: { client: 0, server: 0 },
      notCaptured: 0,
    });
    expect(one.bytes.client).toBe(100);
  });

  inEveryShape('that are not', async (trace) => {
    const { c, s } = trace.opened();
    c.data(100);
    s.ack();
    for (let each = 0; each < 5; each += 1) {
      trace.wait(1000);
      c.probe({ lost: true });
    }
    const one = await theOne(trace);
    expect(one.outcome).toBe('failed');
    expect(candidates(one)).toContain('idle-keepalive');
    expect(one.tcp.keepAlives).toBe(5);
  });

  inEveryShape('that are not answered by the client', async (trace) => {
    const { c, s } = trace.opened();
    c.data(100);
    s.data(10);
    c.ack();
    for (let each = 0; each < 3; each += 1) {
      trace.wait(1000);
      s.probe({ lost: true });
    }
    s.abort({ lost: true });
    const one = await theOne(trace, { at: 'server' });
    expect(one.outcome).toBe('failed');
    expect(one.tcp.keepAlives).toBe(3);
  });

  inEveryShape('that carry one old byte', async (trace) => {
    const { c, s } = trace.opened();
    c.data(100);
    s.ack();
    for (let each = 0; each < 3; each += 1) {
      trace.wait(1000);
      c.probe({ payload: 1 });
      s.ack();
    }
    const one = await theOne(trace);
    expect(one).toMatchObject({
      outcome: 'open',
      bytes: { client: 100 },
      tcp: { keepAlives: 3, retransmissions: { client: 0 } },
    });
  });

  inEveryShape('one of which is answered late, the rest at once', async (trace) => {
    const { c, s } = trace.opened();
    c.data(10);
    s.ack();
    trace.wait(1000);
    c.probe({ lost: true });
    trace.wait(1000);
    c.probe();
    s.ack();
    expect(await theOne(trace)).toMatchObject({ outcome: 'open', tcp: { keepAlives: 2 } });
  });

  it('a lone probe without an answer at the end is no failure yet', async () => {
    const trace = new Trace();
    const { c, s } = trace.opened();
    c.data(10);
    s.ack();
    trace.wait(1000);
    c.probe({ lost: true });
    expect((await theOne(trace)).outcome).toBe('open');
  });

  it('in a connection of which nothing else was captured', async () => {
    const trace = new Trace({ clientIsn: 0xffff_ffff });
    const { c, s } = trace.open();
    c.syn({ unseen: true });
    s.synAck({ unseen: true });
    c.ack({ unseen: true });
    for (let each = 0; each < 4; each += 1) {
      trace.wait(15_000);
      c.probe();
      s.ack();
    }
    const one = await theOne(trace);
    expect(one).toMatchObject({ outcome: 'open', clientKnown: false });
    // everything that was sent was captured: probes send nothing
    expect(one.tcp.notCaptured).toBe(0);
    expect(one.bytes).toEqual({ client: 0, server: 0 });
  });
});

describe('the window', () => {
  inEveryShape('closes, is probed, and opens', async (trace) => {
    const { c, s } = trace.opened();
    c.data(1000);
    s.window = 0;
    s.ack();
    for (const gap of [200, 400, 800]) {
      trace.wait(gap);
      c.probe();
      s.ack();
    }
    s.window = 64_256;
    s.ack();
    c.data(1000);
    s.ack();
    const one = await theOne(trace);
    expect(one).toMatchObject({
      outcome: 'open',
      bytes: { client: 2000 },
      tcp: {
        zeroWindows: { client: 0, server: 1 },
        keepAlives: 0,
        retransmissions: { client: 0, server: 0 },
      },
    });
  });

  inEveryShape('stays closed, and probes are answered', async (trace) => {
    const { c, s } = trace.opened();
    c.data(1000);
    s.window = 0;
    s.ack();
    for (const gap of [200, 400, 800, 1600, 3200]) {
      trace.wait(gap);
      c.probe();
      s.ack();
    }
    const one = await theOne(trace);
    expect(one.outcome).toBe('open');
    expect(candidates(one)).toContain('send-zero-window');
    expect(one.tcp.zeroWindows).toEqual({ client: 0, server: 1 });
    expect(one.tcp.keepAlives).toBe(0);
  });

  inEveryShape('stays closed, and probes are not answered', async (trace) => {
    const { c, s } = trace.opened();
    c.data(1000);
    s.window = 0;
    s.ack();
    for (const gap of [200, 400, 800, 1600]) {
      trace.wait(gap);
      c.probe({ lost: true });
    }
    const one = await theOne(trace);
    expect(one.outcome).toBe('failed');
    expect(candidates(one)).toContain('send-zero-window-vanish');
  });

  it('stays closed, and probes carry one new byte (RFC 9293 section 3.8.6.1), as BSD and Windows send them', async () => {
    const trace = new Trace();
    const { c, s } = trace.opened();
    c.data(1000);
    s.window = 0;
    s.ack();
    trace.wait(200);
    c.data(1, { lost: true });
    s.ack();
    for (const gap of [400, 800, 1600, 3200]) {
      trace.wait(gap);
      c.again({ lost: true });
      s.ack();
    }
    const one = await theOne(trace);
    expect(one.outcome).toBe('open');
    expect(candidates(one)).toContain('send-zero-window');
  });

  inEveryShape('closes with a FIN waiting behind it, which comes when it opens', async (trace) => {
    const { c, s } = trace.opened();
    c.data(1000);
    s.window = 0;
    s.ack();
    trace.wait(300);
    c.probe();
    s.ack();
    s.window = 64_256;
    s.ack();
    c.data(500);
    s.ack();
    c.fin();
    s.fin();
    c.ack();
    const one = await theOne(trace);
    expect(one.outcome).toBe('ok');
    expect(candidates(one)).toContain('close-zero-window');
  });

  inEveryShape('closes and opens three times', async (trace) => {
    const { c, s } = trace.opened();
    for (let each = 0; each < 3; each += 1) {
      c.data(1000);
      s.window = 0;
      s.ack();
      trace.wait(100);
      s.window = 64_256;
      s.ack();
    }
    expect(await theOne(trace)).toMatchObject({
      outcome: 'open',
      tcp: { zeroWindows: { client: 0, server: 3 } },
    });
  });

  inEveryShape('of a reset is no closed window', async (trace) => {
    const { c, s } = trace.opened();
    const data = c.data(10);
    s.reset(data);
    expect((await theOne(trace)).tcp.zeroWindows).toEqual({ client: 0, server: 0 });
  });
});
