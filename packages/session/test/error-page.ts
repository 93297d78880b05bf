/** docs/session-errors.md, made from the registers. */
import { codeFacts } from '../src/errors/code-facts.ts';
import { type EndedBy, type ErrorCode, errorCodes } from '../src/errors/error-codes.ts';
import { listedErrors, type ListedError } from '../src/errors/socket-errors.ts';

const whose: Readonly<Record<EndedBy, string>> = {
  local: 'this side',
  peer: 'the peer',
  path: 'the path',
  unknown: 'cannot be told',
};

function codeRow(code: ErrorCode): string {
  const { endedBy, retryable, delivered, advice } = codeFacts[code];
  return `| \`${code}\` | ${errorCodes[code]} | ${whose[endedBy]} | ${retryable ? 'yes' : 'no'} | ${delivered} | ${advice} |`;
}

function errorRow({ name, when, row }: ListedError): string {
  const differs = [
    row.endedBy === undefined ? '' : `ended by ${whose[row.endedBy]}`,
    row.retryable === undefined ? '' : row.retryable ? 'retryable' : 'not retryable',
    row.phase === undefined ? '' : `phase ${row.phase}`,
  ].filter((text) => text !== '');
  const cause = row.cause === undefined ? '' : `\`${row.cause}\``;
  return `| \`${name}\` | ${when} | \`${row.code}\` | ${cause} | ${differs.join(', ')} |`;
}

/** The page as it has to be. */
export function errorPage(): string {
  return `# Errors of a connection

Every failure that \`@halfopen/session\` reports is a \`ConnectionError\` with a stable \`code\`. Match on \`code\`, never on the message.
\`classify(error)\` makes the same of any error of Node's own \`net\`, \`tls\`, \`dns\` and \`fetch\`.

The fields say more than the code:

| field | says |
|---|---|
| \`code\` | what happened, as below |
| \`phase\` | how far it had come: \`resolve\`, \`connect\`, \`handshake\`, \`open\`, \`closing\` |
| \`endedBy\` | who ended it: \`local\` (this program or host), \`peer\`, \`path\` (something between), \`unknown\` |
| \`cause\` | the case to read first in the catalogue, \`halfopen cases ID\`, which also names what looks alike; or \`null\` |
| \`syscall\`, \`errno\` | the system call and the error's name, where a system call failed; Node's or OpenSSL's own name otherwise |
| \`retryable\` | whether trying again can help |
| \`delivered\` | of what was being sent: \`no\`, it surely did not reach the other program; \`maybe\`; \`yes\` |
| \`address\`, \`port\` | of the peer |
| \`bytesRead\`, \`bytesWritten\` | of this connection; written means handed to Node, not received |
| \`recent\` | the last 16 things that happened, with how many milliseconds before the error |
| \`tcpInfo\` | what the kernel knew of the connection when it was last asked (Linux, with koffi installed), or \`null\` |
| \`retryAfterMs\` | how long the other side asks to be left alone, or \`null\` |
| \`original\` | the error of Node's that this one stands for |

Before a connection is open nothing has been delivered: \`delivered\` is \`no\` in the phases \`resolve\`, \`connect\` and \`handshake\`, and
whenever nothing was written. After that only an answer of the other program proves delivery: a write that succeeded does not.

## Codes

What a code says by itself. Where the circumstances tell more, the fields of the error differ.

| code | means | ended by | try again | delivered | what to do |
|---|---|---|---|---|---|
${(Object.keys(errorCodes) as ErrorCode[]).map(codeRow).join('\n')}

## What becomes of Node's errors

A name that is not listed becomes \`HO_UNKNOWN\`. An \`AggregateError\` becomes what the most telling of its errors becomes: a shortage of this
host's own before a refusal, a refusal before silence, silence before *unreachable*. An error with a \`cause\` that is not known itself
becomes what its cause becomes.

| name | when | code | case | differs |
|---|---|---|---|---|
${listedErrors.map(errorRow).join('\n')}

## What Node does not tell

- **The end of file without an error code.** It is \`HO_EOF\` here, and not an error of the socket: see \`guard(socket).ended\`.
- **A reset that looks like the end of file.** When a reset comes behind data that has not been read yet, libuv can report an orderly
  end. With koffi installed the guard asks the kernel at every end of file, and says \`HO_RESET\`.
- **A reset while the socket is paused.** Nobody reads, so nobody is told. With koffi installed the guard looks every third of the user timeout.
- **A peer whose program is frozen.** Its kernel acknowledges everything. Only a \`silence\` policy of the guard, or the session's heartbeat, finds it: \`HO_SILENT_PEER\`.
- **A read error that belongs to a write.** The kernel reports data that nobody acknowledged as \`read ETIMEDOUT\`. \`cause\` tells which it was.
`;
}
