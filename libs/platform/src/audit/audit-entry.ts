/** Who did it, as the log names him. */
export interface AuditActor {
  kind: 'user' | 'api-key' | 'system' | 'anonymous';
  id?: string | null;
  name?: string | null;
}

/** What happened. Actor, address, request id and time are added when it is recorded. */
export interface AuditEntry {
  /** `<thing>.<what happened to it>`: `payment.recorded`, `auth.login.failed`. */
  action: string;
  subject?: { type: string; id?: string | null };
  /** Site whose auditors may see it; without one only those of all sites. */
  siteId?: string | null;
  /** What it was. Secrets are taken out. */
  before?: unknown;
  /** What it is now. Secrets are taken out. */
  after?: unknown;
  /** Instead of the current actor: somebody who is only just signing in. */
  actor?: AuditActor;
}

/** A recorded entry. */
export interface AuditRecord {
  id: string;
  occurredAt: Date;
  actorKind: string;
  actorId: string | null;
  actorName: string | null;
  ip: string | null;
  requestId: string | null;
  action: string;
  subjectType: string | null;
  subjectId: string | null;
  siteId: string | null;
  before: unknown;
  after: unknown;
  /** Place in the chain; null while it waits for the chainer. */
  seq: bigint | null;
  hash: Buffer | null;
}
