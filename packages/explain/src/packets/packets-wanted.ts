/** Which packets are to be kept, and how much of them. */
export interface PacketsWanted {
  /** So many of each connection, the first ones. */
  readonly most: number;
  /** Keep their bytes, from the innermost IP header on: all headers, and so many bytes of payload. Absent: none. */
  readonly bytes?: { readonly payload: number };
  /** Only connections between these two ports. */
  readonly ports?: readonly [number, number];
}
