/** Which packets are to be kept, and how much of them. */
export interface PacketsWanted {
  /** So many of each connection, the first ones, or as `last` has it. */
  readonly most: number;
  /** So many of `most` are for the last ones of a connection, so that its end is there though it is long. Absent: none. */
  readonly last?: number;
  /**
   * Keep their bytes, from the innermost IP header on: all headers, and so many bytes of payload, also of what an ICMP error quotes. Absent:
   * none. `forOthers`: what is left out must not follow from what is kept: a checksum over it is 0.
   */
  readonly bytes?: { readonly payload: number; readonly forOthers?: boolean };
  /** Of so many connections, the first ones. Absent: of all, as long as there is room. */
  readonly connections?: number;
  /** Only connections between these two ports. */
  readonly ports?: readonly [number, number];
}
