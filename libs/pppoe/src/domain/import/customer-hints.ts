import { type ForeignSecret } from './secret-findings';

const LONGEST_NAME = 100;
const CODE = /[A-Za-z0-9][A-Za-z0-9._-]{2,31}/g;

/** Words of a comment that may be the code of a customer. */
export const codesIn = (comment: string): string[] => [...new Set(comment.match(CODE) ?? [])].slice(0, 30);

/** A customer's name out of the comment, in one line; without one it is the secret's. */
export function customerName({ name, comment }: ForeignSecret, from: 'COMMENT' | 'NAME'): string {
  const text = comment
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, LONGEST_NAME)
    .trim();
  return from === 'NAME' || text === '' ? name : text;
}
