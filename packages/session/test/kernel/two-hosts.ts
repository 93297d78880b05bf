/**
 * Two hosts and a cable, in network namespaces without names:
 *
 *     this test's thread  c0 ------ s0  servers of this process, programs
 *     10.0.0.1, fd00::1                 10.0.0.2, fd00::2
 *
 * The kernel takes everything away with the descriptors that hold the namespaces.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { createNamespace, enterNamespace, inNamespace } from '../../../lab/src/kernel/netns.ts';

export const server4 = '10.0.0.2';
export const server6 = 'fd00::2';

/** A server of this process, at the other host. */
export interface Farside {
  readonly port: number;
  readonly server: Server;
  /** The next connection accepted; nobody reads from it yet. */
  readonly accepted: () => Promise<Socket>;
}

/** Two hosts; the calling thread is at the first one until {@link TwoHosts.close}. */
export class TwoHosts {
  readonly #home = openSync('/proc/thread-self/ns/net', 'r');
  readonly #here = createNamespace();
  readonly #there = createNamespace();
  readonly #closing: Array<() => void> = [];

  constructor() {
    this.#ip(
      this.#here,
      `link add c0 type veth peer name s0 netns /proc/${process.pid}/fd/${this.#there}\n` +
        'link set lo up\naddress add 10.0.0.1/24 dev c0\naddress add fd00::1/64 dev c0 nodad\nlink set c0 up\n',
    );
    this.#ip(
      this.#there,
      'link set lo up\naddress add 10.0.0.2/24 dev s0\naddress add fd00::2/64 dev s0 nodad\nlink set s0 up\n',
    );
    enterNamespace(this.#here);
  }

  close(): void {
    for (const close of this.#closing) close();
    enterNamespace(this.#home);
    for (const fd of [this.#home, this.#here, this.#there]) closeSync(fd);
  }

  /** What is to be undone at the end. */
  onClose(close: () => void): void {
    this.#closing.push(close);
  }

  /** Listens at the far host, on all its addresses. */
  async listen(): Promise<Farside> {
    const waiting: Socket[] = [];
    const server = createServer({ pauseOnConnect: true, allowHalfOpen: true }, (socket) => {
      socket.on('error', () => undefined);
      this.#closing.push(() => void socket.destroy());
      waiting.push(socket);
    });
    inNamespace(this.#there, () => server.listen(0));
    this.#closing.push(() => void server.close());
    await new Promise((resolve) => server.once('listening', resolve));
    const accepted = async (): Promise<Socket> => {
      while (waiting.length === 0) await new Promise((resolve) => server.once('connection', resolve));
      return waiting.shift()!;
    };
    return { port: (server.address() as { port: number }).port, server, accepted };
  }

  /** The far host's firewall: rules for what it receives. An empty list is no firewall. */
  firewall(...rules: readonly string[]): void {
    const chain =
      rules.length === 0 ? '' : `chain in { type filter hook input priority 0; ${rules.join('; ')}; }`;
    const table = `add table inet faults\ndelete table inet faults\ntable inet faults {\n${chain}\n}\n`;
    execFileSync('nsenter', [`--net=${this.#path(this.#there)}`, 'nft', '-f', '-'], { input: table });
  }

  /** Nothing to a port of the far host arrives any more. */
  cut(port: number): void {
    this.firewall(`tcp dport ${port} drop`);
  }

  /** Runs a command at this host. */
  here(command: string, ...args: readonly string[]): string {
    return execFileSync('nsenter', [`--net=${this.#path(this.#here)}`, command, ...args], {
      encoding: 'utf8',
    });
  }

  /** A Node program at the far host, from its source; resolves with what it writes first, its port. */
  async program(source: string): Promise<{ readonly child: ChildProcess; readonly port: number }> {
    const child = spawn(
      'nsenter',
      [`--net=${this.#path(this.#there)}`, 'setpriv', '--pdeathsig', 'KILL', process.execPath, '-e', source],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    this.#closing.push(() => void child.kill('SIGKILL'));
    const port = await new Promise<number>((resolve) => {
      child.stdout.once('data', (chunk: Buffer) => resolve(Number(chunk)));
    });
    return { child, port };
  }

  #path(fd: number): string {
    return `/proc/${process.pid}/fd/${fd}`;
  }

  #ip(fd: number, batch: string): void {
    execFileSync('nsenter', [`--net=${this.#path(fd)}`, 'ip', '-batch', '-'], { input: batch });
  }
}
