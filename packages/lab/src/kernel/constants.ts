/** Numbers of the Linux user-space interface (asm-generic; the same on x86-64, arm64 and RISC-V). */

export const AF_INET = 2;
export const AF_NETLINK = 16;
export const AF_PACKET = 17;
export const SOCK_STREAM = 1;
export const SOCK_RAW = 3;
export const SOCK_CLOEXEC = 0o2000000;

export const SOL_SOCKET = 1;
export const SO_REUSEADDR = 2;
export const SO_ERROR = 4;
export const SO_SNDBUF = 7;
export const SO_RCVBUF = 8;
export const SO_KEEPALIVE = 9;
export const SO_LINGER = 13;
export const SO_RCVTIMEO = 20;
export const SO_SNDTIMEO = 21;

export const IPPROTO_TCP = 6;
export const TCP_NODELAY = 1;
export const TCP_KEEPIDLE = 4;
export const TCP_KEEPINTVL = 5;
export const TCP_KEEPCNT = 6;
export const TCP_SYNCNT = 7;
export const TCP_USER_TIMEOUT = 18;
export const TCP_REPAIR = 19;

export const SOL_PACKET = 263;
export const PACKET_STATISTICS = 6;
export const PACKET_IGNORE_OUTGOING = 23;
export const ETH_P_ALL = 0x0003;

export const MSG_DONTWAIT = 0x40;

export const SHUT_RD = 0;
export const SHUT_WR = 1;
export const SHUT_RDWR = 2;

export const POLLIN = 0x001;
export const POLLOUT = 0x004;
export const POLLERR = 0x008;
export const POLLHUP = 0x010;
export const POLLRDHUP = 0x2000;

export const EFD_NONBLOCK = 0o4000;

export const F_GETFL = 3;
export const F_SETFL = 4;
export const O_NONBLOCK = 0o4000;

export const CLONE_NEWNS = 0x00020000;
export const CLONE_NEWNET = 0x40000000;

export const MS_REC = 0x4000;
export const MS_PRIVATE = 0x40000;

export const PR_SET_PDEATHSIG = 1;
export const SIGKILL = 9;
export const SIGPIPE = 13;
export const SIG_DFL = 0;
export const SIG_IGN = 1;
export const RLIMIT_CORE = 4;

export const NETLINK_SOCK_DIAG = 4;
