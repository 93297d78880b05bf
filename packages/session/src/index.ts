/** The session: what other packages may use. */
export type { BackoffOptions } from './client/backoff.ts';
export { connect } from './client/connect.ts';
export type { ConnectOptions, ServerAddress } from './client/options.ts';
export { RetryBudget, type RetryBudgetOptions } from './client/retry-budget.ts';
export type { Acknowledge, Message } from './conversation/inbound.ts';
export type { SessionEvent, SessionSide, SessionState } from './diagnostics/events.ts';
export { dial } from './dial/dial.ts';
export type { DialEvent, DialledSocket, DialOptions } from './dial/dial-options.ts';
export { classify, type ErrorContext } from './errors/classify.ts';
export { type CodeFacts, codeFacts } from './errors/code-facts.ts';
export {
  ConnectionError,
  type ConnectionFacts,
  isConnectionError,
  type RecentEvent,
  type TcpInfo,
} from './errors/connection-error.ts';
export {
  type Delivered,
  type EndedBy,
  type ErrorCode,
  errorCodes,
  type Phase,
} from './errors/error-codes.ts';
export { SessionLostError, type UncertainMessage } from './errors/session-lost-error.ts';
export type { Guard, GuardEvent, GuardOptions } from './guard/guard-options.ts';
export { guard } from './guard/guard.ts';
export { guardedConnect, type GuardedConnectOptions } from './guard/guarded-connect.ts';
export type { PatienceOptions } from './guard/kernel-patience.ts';
export type { SilencePolicy } from './guard/silence.ts';
export { capabilities, type Capabilities } from './platform/capabilities.ts';
export { type KeepAlive, readTcpInfo, setKeepAlive, setUserTimeout } from './platform/socket-kernel.ts';
export type { KernelView } from './platform/tcp-info.ts';
export type { DrainReport, UnsettledSession } from './server/drain.ts';
export type { Applicant, ListenOptions, ServerLimits } from './server/options.ts';
export { listen, Server, type ServerCounters } from './server/server.ts';
export type { MessageHandler } from './session/message-reader.ts';
export type { Profile, SharedOptions } from './session/options.ts';
export type { SessionCounters } from './session/session-core.ts';
export { Session } from './session/session.ts';
export { type FileStoreOptions, fileStore } from './store/file/file-store.ts';
export { memoryStore } from './store/memory-store.ts';
export { type RedisCommand, redisStore, type RedisStoreOptions } from './store/redis/redis-store.ts';
export type {
  Claim,
  SessionStore,
  StoreChange,
  StoredAbout,
  StoredMessage,
  StoredSession,
} from './store/session-store.ts';
export { type Clock, systemClock, type Timer } from './time/clock.ts';
export { type LoopEvent, LoopWatch } from './time/loop-watch.ts';
