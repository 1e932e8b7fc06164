import { commonPasswords, commonWords } from './common-passwords';

export const PASSWORD_MIN_LENGTH = 8;
export const PASSWORD_MAX_LENGTH = 200;

/** Why a password is refused. */
export type PasswordWeakness = 'TOO_SHORT' | 'TOO_LONG' | 'TOO_SIMPLE' | 'TOO_COMMON' | 'ABOUT_THE_OWNER';

/** Whose password it is to be. */
export interface PasswordOwner {
  email: string;
  name: string;
}

/** So many characters around a common word, a name or an address do not make it a password. */
const DECORATION = 5;

/** What people write in place of letters. */
const LETTERS: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};

/**
 * Checks a new password (billing.md A1): its length in characters, no rules about their kinds, and that it is not what
 * guessing tries first: a common password or word, a repetition or sequence, the owner's name or address. It is neither
 * trimmed nor cut.
 *
 * @returns undefined when it may be used
 */
export function passwordWeakness(password: string, owner: PasswordOwner): PasswordWeakness | undefined {
  const length = Array.from(password).length;
  if (length < PASSWORD_MIN_LENGTH) return 'TOO_SHORT';
  if (length > PASSWORD_MAX_LENGTH) return 'TOO_LONG';
  const plain = password.toLowerCase();
  if (isSimple(plain)) return 'TOO_SIMPLE';
  if (isCommon(plain)) return 'TOO_COMMON';
  return isAbout(plain, owner) ? 'ABOUT_THE_OWNER' : undefined;
}

/** Up to three characters over and over, or each the next (or the one before) of the last. */
function isSimple(plain: string): boolean {
  if (/^(.{1,3}?)\1+$/su.test(plain)) return true;
  const codes = Array.from(plain, (character) => character.codePointAt(0) ?? 0);
  const steps = new Set(codes.slice(1).map((code, i) => code - (codes[i] ?? 0)));
  return steps.size === 1 && [1, -1].some((step) => steps.has(step));
}

function isCommon(plain: string): boolean {
  if (commonPasswords().has(plain)) return true;
  const word = plain.replace(/^[^a-z]+|[^a-z]+$/g, '');
  if (plain.length - word.length > DECORATION) return false;
  return [word, spelled(word), spelled(plain)].some((text) => commonWords().has(text));
}

/** Is hardly anything left when a part of the owner's name or address is taken out? */
function isAbout(plain: string, { email, name }: PasswordOwner): boolean {
  const [local = '', domain = ''] = email.toLowerCase().split('@');
  const names = name.toLowerCase().split(/[^\p{L}\p{N}]+/u);
  const parts = [email.toLowerCase(), local, ...local.split(/[._+-]/), domain, domain.split('.')[0] ?? ''];
  const tokens = [...parts, ...names, names.join(''), names.join(' ')].filter((token) => token.length >= 3);
  const rest = [...new Set(tokens)]
    .sort((a, b) => b.length - a.length)
    .reduce((left, token) => left.replaceAll(token, ''), plain);
  return rest !== plain && rest.length <= DECORATION;
}

const spelled = (text: string): string => Array.from(text, (character) => LETTERS[character] ?? character).join('');
