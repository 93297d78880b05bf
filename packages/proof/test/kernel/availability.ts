/** Whether there can be runs on this machine. In CI there must. */
import { findCapabilities } from '@halfopen/lab';

/** Why there can be none; `null` when there can. Throws in CI instead of letting tests be skipped. */
export function proofUnavailable(): string | null {
  const { platform, missingTools } = findCapabilities();
  const reasons = [
    ...(platform === 'linux' ? [] : [`this is ${platform}, not Linux`]),
    ...(missingTools.length === 0 ? [] : [`missing programs: ${missingTools.join(', ')}`]),
    ...(process.getuid?.() === 0 ? [] : ['not root']),
  ];
  if (reasons.length === 0) return null;
  const reason = reasons.join('; ');
  if (process.env['CI'] !== undefined) throw new Error(`The proof must run in CI, but ${reason}.`);
  console.warn(`Skipped: ${reason}.`);
  return reason;
}
