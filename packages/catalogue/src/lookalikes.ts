/** Lookalikes that several cases share word for word. */
import type { Lookalike } from './case.ts';

/** The client's program stopped waiting before its kernel did. */
export const clientGaveUpFirst: Lookalike = {
  case: 'conn-app-timeout',
  settledBy:
    'Ask the client’s program: its own limit or ETIMEDOUT? When fewer SYNs came than tcp_syn_retries allows, the program gave up first.',
};

/** A gateway forgot the connection while it was idle. */
export const gatewayForgot: Lookalike = {
  case: 'nat-idle-drop',
  settledBy:
    'A silence of minutes or hours before the first unanswered segment, and no entry for the connection in `conntrack -L` on the gateway.',
};

/** Only the way back is cut. */
export const wayBackCut: Lookalike = {
  case: 'send-ack-path-cut',
  settledBy:
    'A capture at the server: the data arrives there, and each copy is acknowledged; only the way back is cut.',
};
