import { expect, it, onTestFinished } from 'vitest';
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const dist = fileURLToPath(new URL('../../dist', import.meta.url));

const program = `
import { createServer } from 'node:net';
import { capabilities } from './dist/platform/capabilities.js';
import { readTcpInfo } from './dist/platform/socket-kernel.js';
import { guardedConnect } from './dist/guard/guarded-connect.js';
const server = createServer((socket) => { socket.on('error', () => {}).resume(); }).listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));
const { port } = server.address();
const silent = await guardedConnect({ host: '127.0.0.1', port, silence: { killAfterMs: 200 }, stalledWriteMs: 60000 });
const info = readTcpInfo(silent.socket);
const { code } = await silent.ended;
server.close();
console.log(JSON.stringify({ capabilities: capabilities(), info, code }));
`;

it('does its work without koffi, and says what is missing', async () => {
  // A folder of its own, from which no package can be found.
  const folder = mkdtempSync(join(tmpdir(), 'without-koffi-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  cpSync(dist, join(folder, 'dist'), { recursive: true });
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], {
    cwd: folder,
  });
  expect(JSON.parse(stdout)).toEqual({
    capabilities: {
      userTimeout: false,
      tcpInfo: false,
      keepAliveInterval: expect.any(Boolean),
      why: 'koffi is not installed',
    },
    info: null,
    code: 'HO_SILENT_PEER',
  });
});
