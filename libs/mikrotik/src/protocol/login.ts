import { createHash } from 'node:crypto';

/**
 * What `/login` answers to the challenge of a router before 6.43: `00` and the MD5 of a zero byte, the password as
 * UTF-8 and the challenge (routeros.md section 11).
 *
 * @param hexChallenge the `=ret=` of the router, hexadecimal
 */
export function challengeResponse(password: string, hexChallenge: string): string {
  const digest = createHash('md5')
    .update(Buffer.from([0]))
    .update(password, 'utf8')
    .update(Buffer.from(hexChallenge, 'hex'))
    .digest('hex');
  return `00${digest}`;
}
