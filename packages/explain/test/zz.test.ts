import { it } from 'vitest';
import { Explainer } from '../src/explainer.ts';
import { Trace } from './support/conversation.ts';
import { Stamp } from './support/stream.ts';
it.each(['flood', 'halfclosed', 'idle'])(
  '%s',
  (kind) => {
    const t = new Trace();
    const { c, s } = t.open();
    c.syn();
    s.synAck();
    if (kind !== 'flood') {
      c.ack();
      c.data(10);
      s.ack();
    }
    if (kind === 'halfclosed') {
      s.fin();
      c.ack();
    }
    const stamp = new Stamp(t);
    const e = new Explainer({ file: 'x' });
    e.push(Stamp.header());
    const b = process.memoryUsage().arrayBuffers;
    let w = 0,
      m = 0;
    for (let n = 0; n < 100000; n++) {
      e.push(
        stamp.at(
          1_700_000_000 + Math.floor((n * 7200) / 100000),
          0x0a010000 + n,
          1024 + (n % 60000),
          n * 7919,
        ),
      );
      if (n % 500 === 0) {
        for (let f = e.take(); f; f = e.take()) e.release(f);
        w = Math.max(w, e.waiting);
        m = Math.max(m, process.memoryUsage().arrayBuffers - b);
      }
    }
    console.log(kind, w, (m / 1e6).toFixed(0) + ' MB');
  },
  60000,
);
