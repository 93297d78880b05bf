/** Whether the lab can work on this machine. In CI it must. */
import { findCapabilities } from '@halfopen/lab';

/** Why the tests of this folder can't run here; `null` when they can. Throws in CI instead of letting them be skipped. */
export function labUnavailable(): string | null {
  const { platform, missingTools, isolation, isolationRefused } = findCapabilities();
  const reasons = [
    ...(platform === 'linux' ? [] : [`this is ${platform}, not Linux`]),
    ...(missingTools.length === 0 ? [] : [`missing programs: ${missingTools.join(', ')}`]),
    ...(isolation === 'none' ? [`no network namespaces: ${isolationRefused}`] : []),
  ];
  return decide(reasons);
}

/** As {@link labUnavailable}, for tests that must be root besides. */
export function rootUnavailable(): string | null {
  return labUnavailable() ?? decide(process.getuid?.() === 0 ? [] : ['not root']);
}

function decide(reasons: readonly string[]): string | null {
  if (reasons.length === 0) return null;
  const reason = reasons.join('; ');
  if (process.env['CI'] !== undefined) throw new Error(`The lab must be tested in CI, but ${reason}.`);
  console.warn(`Skipped: ${reason}.`);
  return reason;
}
