/** The session: what other packages may use. */
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
export type {
  Claim,
  SessionStore,
  StoreChange,
  StoredAbout,
  StoredMessage,
  StoredSession,
} from './store/session-store.ts';
