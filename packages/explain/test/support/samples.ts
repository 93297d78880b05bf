/** Captures of many kinds to spoil: every link layer and file format, and conversations that end in different ways. */
import { gzipSync } from 'node:zlib';
import { Trace } from './conversation.ts';
import { files, links } from './framing.ts';

/** Several connections, one of which ends as `ending` says. */
function story(trace: Trace, ending: number): void {
  const { version } = trace.shape;
  const { c, s } = trace.opened();
  c.data(120);
  s.ack();
  s.data(900);
  c.ack();
  const other = trace.open({ clientPort: 40_001 });
  switch (ending % 6) {
    case 0:
      c.fin();
      s.fin();
      c.ack();
      break;
    case 1:
      c.data(10, { lost: true });
      for (const gap of [200, 400, 800]) {
        trace.wait(gap);
        trace.icmp(c.again({ lost: true }), version === 4 ? 3 : 1, 1);
      }
      break;
    case 2:
      s.window = 0;
      s.ack();
      trace.wait(300);
      c.probe();
      s.ack();
      break;
    case 3:
      s.fin();
      c.ack();
      s.reset(c.data(30));
      break;
    case 4:
      trace.open({ clientIsn: 77_000_000 }).c.syn({ lost: true });
      c.reset(s.ack());
      break;
    default:
      trace.wait(70_000);
      c.probe();
      trace.copy(s.ack().frame, 0.02, 1);
  }
  other.c.syn();
  other.s.refuse();
}

/** One sample of every link layer in every format; every seventh compressed. */
export function samples(): readonly Uint8Array[] {
  return links.flatMap((link, ending) =>
    files.map((file, which) => {
      const trace = new Trace({ link, file, version: (ending + which) % 2 === 0 ? 4 : 6 });
      story(trace, ending + which);
      const bytes = trace.bytes();
      return (ending * files.length + which) % 7 === 6 ? new Uint8Array(gzipSync(bytes)) : bytes;
    }),
  );
}
