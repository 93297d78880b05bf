/**
 * Which resets of a run the kernel trace accounts for. Since Linux 6.10 the tracepoint tcp:tcp_send_reset fires for every
 * reset and names a reason. Before, it fired only where there was a full socket, and gave none: such an account is no
 * measure for the resets of a run.
 */
import { release } from 'node:os';
import type { KernelRecord } from './record.ts';

const FIRST_WITH_REASONS = [6, 10] as const;

function namesReasons(kernelRelease: string): boolean {
  const [major = 0, minor = 0] = kernelRelease.split('.').map(Number.parseFloat);
  const [firstMajor, firstMinor] = FIRST_WITH_REASONS;
  return major > firstMajor || (major === firstMajor && minor >= firstMinor);
}

/**
 * All resets of the run as the kernel traced them, each with its reason; `null` where there is no such account. What was
 * traced decides; the release is asked only where no reset was.
 */
export function tracedResets(
  kernel: readonly KernelRecord[] | null,
  kernelRelease: string = release(),
): readonly KernelRecord[] | null {
  if (kernel === null) return null;
  const resets = kernel.filter(({ event }) => event === 'send_reset');
  const complete =
    resets.length === 0 ? namesReasons(kernelRelease) : resets.every(({ detail }) => detail !== '');
  return complete ? resets : null;
}
