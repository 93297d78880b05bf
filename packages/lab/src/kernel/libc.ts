/**
 * The C library, by foreign function calls. The only file that knows koffi; everything above it speaks in numbers and
 * buffers. Calls run on the calling thread and block it, as they do in C: `errno` and a thread's network namespace
 * (setns(2)) are properties of that thread.
 */
import koffi from 'koffi';

/** The library, or, where there is none of this name (musl, other systems), one whose every function says so. */
function load(): { func(prototype: string): unknown } {
  try {
    return koffi.load('libc.so.6');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const refused = new Error(`the C library libc.so.6 can't be loaded: ${reason}`);
    const refuse = (): never => {
      throw refused;
    };
    return { func: () => refuse };
  }
}

const library = load();

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller names the signature
function bind<Signature>(prototype: string): Signature {
  // koffi checks the prototype at load time; its own types can't carry it.
  return library.func(prototype) as Signature;
}

type Fd = number;

/** Functions of libc, by their C names. All return -1 and set errno on failure unless the manual page says otherwise. */
export const libc: {
  readonly socket: (domain: number, type: number, protocol: number) => Fd;
  readonly bind: (fd: Fd, address: Buffer, length: number) => number;
  readonly listen: (fd: Fd, backlog: number) => number;
  readonly accept: (fd: Fd, address: Buffer, length: Buffer) => Fd;
  readonly connect: (fd: Fd, address: Buffer, length: number) => number;
  readonly getsockname: (fd: Fd, address: Buffer, length: Buffer) => number;
  readonly send: (fd: Fd, buffer: Buffer, length: number, flags: number) => number;
  readonly sendto: (
    fd: Fd,
    buffer: Buffer,
    length: number,
    flags: number,
    address: Buffer,
    addressLength: number,
  ) => number;
  readonly recv: (fd: Fd, buffer: Buffer, length: number, flags: number) => number;
  readonly read: (fd: Fd, buffer: Buffer, length: number) => number;
  readonly eventfd: (initial: number, flags: number) => Fd;
  readonly shutdown: (fd: Fd, how: number) => number;
  readonly close: (fd: Fd) => number;
  readonly setsockopt: (fd: Fd, level: number, name: number, value: Buffer, length: number) => number;
  readonly getsockopt: (fd: Fd, level: number, name: number, value: Buffer, length: Buffer) => number;
  readonly poll: (fds: Buffer, count: number, timeoutMs: number) => number;
  readonly ppoll: (fds: Buffer, count: number, timeout: Buffer, sigmask: null) => number;
  readonly select: (count: number, read: Buffer, write: Buffer, except: Buffer, timeout: Buffer) => number;
  readonly fcntl: (fd: Fd, command: number, argument: number) => number;
  readonly unshare: (flags: number) => number;
  readonly setns: (fd: Fd, type: number) => number;
  readonly mount: (source: string, target: string, type: string | null, flags: number, data: null) => number;
  readonly prctl: (option: number, a: number, b: number, c: number, d: number) => number;
  readonly setrlimit: (resource: number, limit: Buffer) => number;
  readonly signal: (signal: number, handler: number) => number;
  readonly if_nametoindex: (name: string) => number;
  readonly clock_gettime: (clock: number, time: Buffer) => number;
  readonly abort: () => void;
} = {
  socket: bind('int socket(int, int, int)'),
  bind: bind('int bind(int, void *, uint32_t)'),
  listen: bind('int listen(int, int)'),
  accept: bind('int accept(int, void *, void *)'),
  connect: bind('int connect(int, void *, uint32_t)'),
  getsockname: bind('int getsockname(int, void *, void *)'),
  send: bind('intptr_t send(int, void *, size_t, int)'),
  sendto: bind('intptr_t sendto(int, void *, size_t, int, void *, uint32_t)'),
  recv: bind('intptr_t recv(int, void *, size_t, int)'),
  read: bind('intptr_t read(int, void *, size_t)'),
  eventfd: bind('int eventfd(unsigned int, int)'),
  shutdown: bind('int shutdown(int, int)'),
  close: bind('int close(int)'),
  setsockopt: bind('int setsockopt(int, int, int, void *, uint32_t)'),
  getsockopt: bind('int getsockopt(int, int, int, void *, void *)'),
  poll: bind('int poll(void *, unsigned long, int)'),
  ppoll: bind('int ppoll(void *, unsigned long, void *, void *)'),
  select: bind('int select(int, void *, void *, void *, void *)'),
  fcntl: bind('int fcntl(int, int, int)'),
  unshare: bind('int unshare(int)'),
  setns: bind('int setns(int, int)'),
  mount: bind('int mount(const char *, const char *, const char *, unsigned long, void *)'),
  prctl: bind('int prctl(int, unsigned long, unsigned long, unsigned long, unsigned long)'),
  setrlimit: bind('int setrlimit(int, void *)'),
  signal: bind('intptr_t signal(int, intptr_t)'),
  if_nametoindex: bind('uint32_t if_nametoindex(const char *)'),
  clock_gettime: bind('int clock_gettime(int, void *)'),
  abort: bind('void abort()'),
};

/** The calling thread's errno after the last call. */
export function errno(): number {
  return koffi.errno();
}

/** Sets the calling thread's errno, so that a call that leaves it alone can be told from one that sets it. */
export function setErrno(value: number): void {
  koffi.errno(value);
}
