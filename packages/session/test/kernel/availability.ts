/** Whether connections can be made to fail for real on this machine. In CI they must. */
import { findCapabilities } from '@halfopen/lab';

/** Why the tests of this folder can't run here; `null` when they can. Throws in CI instead of letting them be skipped. */
export function namespacesUnavailable(): string | null {
  const { platform, missingTools, isolation, isolationRefused } = findCapabilities();
  const reasons = [
    ...(platform === 'linux' ? [] : [`this is ${platform}, not Linux`]),
    ...(missingTools.length === 0 ? [] : [`missing programs: ${missingTools.join(', ')}`]),
    ...(isolation === 'none' ? [`no network namespaces: ${isolationRefused}`] : []),
    ...(process.getuid?.() === 0 ? [] : ['not root']),
  ];
  if (reasons.length === 0) return null;
  const reason = reasons.join('; ');
  if (process.env['CI'] !== undefined) throw new Error(`This must be tested in CI, but ${reason}.`);
  console.warn(`Skipped: ${reason}.`);
  return reason;
}
