/** One connection, as the conversation that goes over it sees it. */
export interface Link {
  /** Writes bytes that stay as they are until the connection has taken them. */
  write(bytes: Buffer): void;
  /** Writes until {@link uncork} go out together. */
  cork(): void;
  uncork(): void;
  /** So much waits to be sent that writing more only delays what is urgent. */
  readonly isFull: boolean;
}
