/** What a PPPoE username may look like; the table checks the same. */
export const USERNAME = /^[A-Za-z0-9][A-Za-z0-9_.@-]{0,62}$/;

const LONGEST_STEM = 50;

/** First part of the generated usernames of a customer: his code in the letters that a username may have. */
export function usernameStem(customerCode: string): string {
  const stem = customerCode
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST_STEM)
    .replace(/^-+|-+$/g, '');
  return stem === '' ? 'user' : stem;
}
