import { defineEvent, type SecretPlace } from '@app/platform';

/** Somebody asked for a new password; whoever delivers mail opens the token and sends the link. Key: the token's id. */
export const PasswordResetRequested = defineEvent<{
  userId: string;
  tokenId: string;
  /** The token in the secret box, see {@link resetTokenPlace}: the outbox keeps no secret in the clear. */
  sealedToken: string;
}>('iam.password-reset.requested.v1', { internal: true });

/** Where the token of a reset is sealed for. */
export const resetTokenPlace = (tokenId: string): SecretPlace => ({
  table: 'one_time_tokens',
  id: tokenId,
  column: 'token',
});
