/** What may still be on its way to us when somebody is about to be isolated (billing.md 1.9). */
export interface PaymentSigns {
  /** Events in the inbox that nobody applied yet. */
  readonly inboxDrained: boolean;
  /** Pending payment intents younger than 48 h whose gateway was not asked yet. */
  readonly intentsToPoll: number;
  /** When the oldest unverified proof of a manual transfer was uploaded. */
  readonly transferProofAt?: Date | null | undefined;
  readonly isolirAt: Date;
}

/** Why nobody is isolated yet. */
export type IsolationHold = 'INBOX' | 'POLL_GATEWAY' | 'TRANSFER_PROOF';

const PROOF_HOLD_MS = 24 * 3_600_000;

/** What has to be done first, or undefined when the customer may be isolated. A proof holds for at most 24 hours. */
export function isolationHold(signs: PaymentSigns, asOf: Date): IsolationHold | undefined {
  if (!signs.inboxDrained) return 'INBOX';
  if (signs.intentsToPoll > 0) return 'POLL_GATEWAY';
  const { transferProofAt, isolirAt } = signs;
  const isHeld = transferProofAt && transferProofAt < isolirAt && asOf.getTime() < isolirAt.getTime() + PROOF_HOLD_MS;
  return isHeld ? 'TRANSFER_PROOF' : undefined;
}
