import { COMMON_PASSWORDS } from './common-passwords';

export const PASSWORD_MIN_LENGTH = 8;
export const PASSWORD_MAX_LENGTH = 200;

/** Why a password is refused. */
export type PasswordWeakness = 'TOO_SHORT' | 'TOO_LONG' | 'TOO_COMMON' | 'CONTAINS_EMAIL' | 'ONE_CHARACTER';

/**
 * Checks a new password (billing.md A1): its length in characters, no rules about their kinds, and that it is not among the
 * first that guessing tries. It is neither trimmed nor cut.
 *
 * @param email of the account; the password must not be it
 * @returns undefined when it may be used
 */
export function passwordWeakness(password: string, email: string): PasswordWeakness | undefined {
  const characters = Array.from(password);
  if (characters.length < PASSWORD_MIN_LENGTH) return 'TOO_SHORT';
  if (characters.length > PASSWORD_MAX_LENGTH) return 'TOO_LONG';
  if (new Set(characters).size === 1) return 'ONE_CHARACTER';
  const plain = password.toLowerCase();
  if (COMMON_PASSWORDS.has(plain)) return 'TOO_COMMON';
  const local = email.toLowerCase().split('@', 1)[0] ?? '';
  return plain === email.toLowerCase() || plain === local ? 'CONTAINS_EMAIL' : undefined;
}
