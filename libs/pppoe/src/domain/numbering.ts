import { USERNAME, usernameStem } from './username';

export const PASSWORD_STYLES = ['MIXED', 'DIGITS'] as const;
/** Letters and digits that nobody confuses, or digits alone. */
export type PasswordStyle = (typeof PASSWORD_STYLES)[number];

/** How accounts of a site are named when nobody says otherwise. */
export interface Numbering {
  /** Text with `{code}` (customer's code), `{site}` (site's code), `{n}` (first free number), `{seq}` or `{seq:5}` (series). */
  usernamePattern: string;
  passwordLength: number;
  passwordStyle: PasswordStyle;
}

const TOKEN = /\{(code|site|n|seq)(?::(\d))?\}/g;

/** What names are made of. */
export interface NameParts {
  customerCode: string;
  siteCode: string;
  /** Number of the site's series, where the pattern asks for one. */
  sequence?: bigint;
}

export const needsSequence = (pattern: string): boolean => /\{seq(:\d)?\}/.test(pattern);

/** Does a pattern give names that routers take, each customer another one? */
export function isPattern(pattern: string): boolean {
  if (!/\{(n|seq|code)(:\d)?\}/.test(pattern)) return false;
  return USERNAME.test(render(pattern, { customerCode: 'c', siteCode: 's', sequence: 1n }, 1));
}

/** Beginning that every name of these parts has: what is in front of the first number. */
export function stemOf(pattern: string, parts: NameParts): string {
  return render(pattern.slice(0, pattern.search(/\{n(:\d)?\}|$/)), parts, 0);
}

/** The first name by the pattern that is not taken; without `{n}` further ones get a number at the end. */
export function nextName(pattern: string, parts: NameParts, taken: ReadonlySet<string>): string {
  for (let n = 1; ; n++) {
    const counted = /\{n(:\d)?\}/.test(pattern);
    const name = render(pattern, parts, n) + (counted || n === 1 ? '' : `-${n}`);
    if (!taken.has(name)) return name;
  }
}

function render(pattern: string, { customerCode, siteCode, sequence = 0n }: NameParts, n: number): string {
  const values: Readonly<Record<string, string>> = {
    code: usernameStem(customerCode),
    site: usernameStem(siteCode),
    n: String(n),
    seq: String(sequence),
  };
  return pattern
    .replace(TOKEN, (_, token: string, width?: string) => (values[token] ?? '').padStart(Number(width ?? 0), '0'))
    .slice(0, 63);
}
