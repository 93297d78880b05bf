/** What the benchmark of the session compares: ways to send messages over TCP from one Node process to another. */

/** One client's connection. */
export interface Peer {
  /** Takes a message; waits while the way is full. */
  send(data: Buffer): Promise<void> | void;
  close(): Promise<void> | void;
}

/** A way to send messages. */
export interface Subject {
  readonly name: string;
  /** Listens on a free port of the loopback; `reply` goes to who sent. */
  serve(onMessage: (data: Buffer, reply: (data: Buffer) => void) => void): Promise<{ readonly port: number }>;
  dial(port: number, onMessage: (data: Buffer) => void): Promise<Peer>;
}
