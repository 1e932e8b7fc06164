import { FINDINGS } from './findings';
import { type ImportSettings } from './import-settings';
import { findingsOf, type ForeignSecret, isDisabled, type Surroundings } from './secret-findings';

/** What becomes of a secret at the start of an import. */
export type Verdict = { state: 'PENDING'; code: null } | { state: 'SKIPPED' | 'FAILED'; code: string };

/** Decides by what was asked and found; what is left out on purpose is skipped, what should have come but cannot has failed. */
export function firstVerdict(secret: ForeignSecret, around: Surroundings, settings: ImportSettings): Verdict {
  const skipped = (code: string): Verdict => ({ state: 'SKIPPED', code });
  const { name, values } = secret;
  if (settings.skip.includes(name) || settings.only?.includes(name) === false) return skipped('SKIPPED_BY_REQUEST');
  const findings = findingsOf(secret, around);
  if (findings.includes('ALREADY_MANAGED')) return skipped('ALREADY_MANAGED');
  const mapped = settings.profiles.find(({ profile }) => profile === (values.profile ?? 'default'));
  if (mapped?.planId === null) return skipped('PROFILE_SKIPPED');
  const blocking = findings.find((code) => FINDINGS[code].severity === 'BLOCKS');
  if (blocking !== undefined) return { state: 'FAILED', code: blocking };
  if (mapped === undefined) return { state: 'FAILED', code: 'PROFILE_NOT_MAPPED' };
  if (settings.disabled === 'SKIP' && isDisabled(secret)) return skipped('DISABLED');
  return { state: 'PENDING', code: null };
}
