import { describe, expect, it } from 'vitest';
import { Talk } from './zeek-talk.ts';

/** Each way Zeek sums up a connection: what was said, and the history and state that follow. */
const cases: readonly (readonly [string, Talk, string, string])[] = [
  ['S0: nobody answers', new Talk().c('S').c('S', { seqBy: -1 }), 'S', 'S0'],
  ['S1: open', new Talk().handshake().c('PA', { payload: 10 }).s('A'), 'ShADa', 'S1'],
  [
    'SF: both close',
    new Talk().handshake().c('PA', { payload: 10 }).s('PA', { payload: 20 }).c('A').c('FA').s('FA').c('A'),
    'ShADdFf',
    'SF',
  ],
  [
    'SF: a reset after both closed changes nothing',
    new Talk().handshake().c('FA').s('FA').c('R'),
    'ShAFfR',
    'SF',
  ],
  [
    'SF: FIN and reset of one side, answered by a FIN',
    new Talk().handshake().c('FA').c('R').s('FA'),
    'ShAFRf',
    'SF',
  ],
  ['REJ: nothing listens', new Talk().c('S').s('RA'), 'Sr', 'REJ'],
  ['REJ: refused, and the client resets too', new Talk().c('S').s('RA').c('R'), 'SrR', 'REJ'],
  ['REJ: a SYN-ACK out of the blue is refused', new Talk().c('SA').s('R'), 'Hr', 'REJ'],
  ['S2: the originator alone closes', new Talk().handshake().c('FA').s('A'), 'ShAFa', 'S2'],
  ['S3: the responder alone closes', new Talk().handshake().s('FA').c('A'), 'ShAf', 'S3'],
  ['RSTO: the originator aborts', new Talk().handshake().c('PA', { payload: 5 }).c('RA'), 'ShADR', 'RSTO'],
  ['RSTO: after its FIN', new Talk().handshake().c('FA').c('R'), 'ShAFR', 'RSTO'],
  ['RSTR: the responder aborts', new Talk().handshake().c('PA', { payload: 5 }).s('RA'), 'ShADr', 'RSTR'],
  [
    'RSTR: both reset, and there was data',
    new Talk().handshake().c('PA', { payload: 5 }).s('RA').c('R'),
    'ShADrR',
    'RSTR',
  ],
  ['RSTOS0: SYN, then reset', new Talk().c('S').c('R'), 'SR', 'RSTOS0'],
  [
    'RSTOS0: an acknowledgement of something else in between',
    new Talk().c('S').s('A').c('R'),
    'SaR',
    'RSTOS0',
  ],
  ['OTH: a FIN in between', new Talk().c('S').s('A').c('F').c('R'), 'SaFR', 'OTH'],
  ['OTH: a reset and nothing else', new Talk().c('R'), 'R', 'OTH'],
  [
    'RSTRH: SYN-ACK and reset of a server, the client unseen',
    new Talk(40_000, 443).s('SA').s('R'),
    '^hr',
    'RSTRH',
  ],
  ['RSTRH: reset amid traffic without a SYN', new Talk().c('PA', { payload: 5 }).s('R'), 'Dr', 'RSTRH'],
  ['SH: SYN and FIN, no answer seen', new Talk().c('S').c('A').c('FA'), 'SAF', 'SH'],
  [
    'SHR: SYN-ACK and FIN of a server, the client unseen',
    new Talk(40_000, 443).s('SA').s('FA'),
    '^hf',
    'SHR',
  ],
  [
    'OTH: traffic without a SYN',
    new Talk().c('PA', { payload: 5 }).s('PA', { payload: 5 }).c('A'),
    'DdA',
    'OTH',
  ],
  ['OTH: a SYN-ACK of a server and nothing else', new Talk(6705, 80).s('SA'), '^h', 'OTH'],
];

describe('zeekConnState', () => {
  it.each(cases)('%s', (_name, talk, history, state) => {
    expect({ history: talk.history, state: talk.state }).toEqual({ history, state });
  });

  it('takes the ends in either order', () => {
    const talk = new Talk().c('S').s('RA');
    const swapped = new Talk();
    Object.assign(swapped.client, talk.server);
    Object.assign(swapped.server, talk.client);
    expect(swapped.state).toBe('REJ');
  });

  it('establishes a connection whose SYN was missed', () => {
    const talk = new Talk(40_000, 80).s('SA').c('A').c('PA', { payload: 98 }).s('PA', { payload: 50 });
    expect({ history: talk.history, state: talk.state }).toEqual({ history: '^hADd', state: 'S1' });
  });

  it('does not take an acknowledgement before the SYN-ACK for a partial connection', () => {
    const talk = new Talk().c('S').s('A').s('SA').c('A');
    expect({ history: talk.history, state: talk.state }).toEqual({ history: 'SahA', state: 'S1' });
  });
});
