import type { UnmadeCase } from '../case.ts';

export const connEmfile: UnmadeCase<'conn-emfile'> = {
  id: 'conn-emfile',
  notMadeHereYet: true,
  title: 'the server is out of file descriptors and cannot accept',
  phase: 'connecting',
  benign: false,
  endedBy: 'nobody',
  about:
    'Every connection needs a descriptor, and the server’s process has none left: accept() fails with EMFILE ' +
    '(ENFILE if the whole system has none). The kernel goes on completing handshakes and acknowledging data, ' +
    'so clients connect, send and wait for an answer that does not come. The listener stays readable, so an ' +
    'event loop that only logs the error spins at full speed. What the program does about it decides the ' +
    'rest: some wait, some end; Node takes the connection and closes it at once without any error event, so ' +
    'its clients see an immediate end of file. Behind it is a leak of sockets or files, or a limit of 1024 ' +
    'that nobody raised.',
  clientSees: 'connect 0, send ok, no answer; from a Node server recv 0 at once',
  serverSees: 'accept EMFILE again and again, with the listener always readable',
  onTheWire: {
    client:
      'A complete handshake, data acknowledged, and then nothing. With a Node server: a handshake and an ' +
      'immediate FIN.',
    middle: 'The same packets.',
    server: 'The same packets: the kernel answers for a program that does not.',
  },
  provenBy:
    'strace on the server shows accept4() = -1 EMFILE, and the number of entries in /proc/PID/fd equals "Max ' +
    'open files" in /proc/PID/limits. Recv-Q of the listener in `ss -tln` is above 0 and its waiting ' +
    'connections are ESTAB without a process in `ss -tanp`.',
  advice: [
    'Count what is open: `ls -l /proc/PID/fd`, `ss -tanp | grep pid=PID`. Many sockets in CLOSE-WAIT are a ' +
      'leak in the program; many in ESTAB are load, or dead peers without keepalive.',
    'Raise the limit: LimitNOFILE= in the unit, `prlimit --pid PID --nofile=65536` for the running process.',
    'Pause accepting for a moment after EMFILE, or keep a spare descriptor to accept and close with; do not spin.',
    'Cap the connections in the program below the limit, and alert on the number of descriptors before it is ' +
      'reached.',
  ],
  references: [
    {
      kind: 'man',
      where: 'accept(2) EMFILE, ENFILE',
      says: 'The limits of the process and of the system on open descriptors.',
    },
    {
      kind: 'man',
      where: 'getrlimit(2) RLIMIT_NOFILE',
      says: 'The soft limit that counts and the hard limit up to which it can be raised.',
    },
  ],
};
