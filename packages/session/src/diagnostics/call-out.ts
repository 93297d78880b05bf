/**
 * Calls a function of the application's, if there is one. What it throws is its own mistake: it is reported as such, as an uncaught
 * error, and the caller goes on as if nothing had been thrown.
 */
export function callOut<Args extends readonly unknown[]>(
  callback: ((...args: Args) => void) | undefined,
  ...args: Args
): void {
  try {
    callback?.(...args);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
