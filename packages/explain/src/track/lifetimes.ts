/** How long connections are kept of which nothing is expected any more, by the time of the capture. */

/** How long an ended connection is kept for stragglers: as long as Linux keeps TIME-WAIT. */
export const LINGER_NS = 60_000_000_000;
export const MOST_LINGERING = 8192;
/** Attempts that are waited for. */
export const MOST_ATTEMPTS = 32_768;
/** A gap between two frames that no capture has. */
export const LEAP_NS = 86_400_000_000_000;
/** An attempt of which nothing was heard for so long has been given up: tcp_syn_retries 6 takes 133 s. */
export const ATTEMPT_NS = 600_000_000_000;
export const SWEEP_NS = 60_000_000_000;
