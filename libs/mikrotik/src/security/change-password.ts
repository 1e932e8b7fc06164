import { type Sentence, assertId, command, print, RouterOsError, type Row, toRouterOsError } from '../transport';

/** Sends one command over the connection of the user whose password is changed. @throws RouterOsError */
export type Tell = (words: Sentence) => Promise<Row[]>;

/** The right is missing, or the command: another way may work. */
const elsewhere = ({ code }: RouterOsError): boolean => code === 'PERMISSION_DENIED' || code === 'UNSUPPORTED';

/**
 * Gives the user who is logged in a new password: by `/password`, which needs no more than the policy `password`, else in
 * `/user`, which needs `policy`, a right that our user should not have.
 *
 * @throws RouterOsError PERMISSION_DENIED when neither is allowed, what the router refuses with, and that of the connection
 */
export async function changePassword(
  tell: Tell,
  { username, old, wanted }: { username: string; old: string; wanted: string },
): Promise<void> {
  try {
    const words = { 'old-password': old, 'new-password': wanted, 'confirm-new-password': wanted };
    await tell(command('/password', words));
  } catch (thrown) {
    const error = toRouterOsError(thrown);
    if (!elsewhere(error)) throw error;
    await changeAsUser(tell, username, wanted);
  }
}

async function changeAsUser(tell: Tell, username: string, wanted: string): Promise<void> {
  const rows = await tell(print('/user', ['.id', 'name']));
  const id = rows.find(({ name }) => name === username)?.['.id'];
  if (id === undefined) throw new RouterOsError('PERMISSION_DENIED', 'our user is not shown in /user');
  await tell(command('/user/set', { '.id': assertId(id), password: wanted }));
}
