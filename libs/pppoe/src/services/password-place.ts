import { type SecretPlace } from '@app/platform';

/** Where the sealed password of an account lives. */
export const passwordPlace = (accountId: string): SecretPlace => ({
  table: 'pppoe_accounts',
  id: accountId,
  column: 'password_sealed',
});
