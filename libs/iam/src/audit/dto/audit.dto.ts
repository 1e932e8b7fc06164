import { type FindingKind, pageDto } from '@app/platform';

export class AuditEntryDto {
  id: string;

  /** When it happened. */
  occurredAt: string;

  /** user, api-key, system, or anonymous for who has not signed in. */
  actorKind: string;

  /** Id of the user or key; the name of the job for the system. */
  actorId: string | null;

  actorName: string | null;

  /** Address that the request came from. */
  ip: string | null;

  /** `X-Request-Id` of the request. */
  requestId: string | null;

  /** What happened, such as `payment.recorded`. */
  action: string;

  /** Kind of thing it was done to. */
  subjectType: string | null;

  subjectId: string | null;

  siteId: string | null;

  /** What it was before; secrets are left out. */
  before: unknown;

  /** What it was afterwards; secrets are left out. */
  after: unknown;

  /** Place in the hash chain; null for a second or so, until it has one. */
  seq: string | null;

  /** SHA-256 that chains it to the entry before, in hex. */
  hash: string | null;
}

export class AuditPageDto extends pageDto(AuditEntryDto) {}

export class AuditFindingDto {
  /** What is wrong: a row was changed, removed or swapped, a head does not fit, is not signed by us, or is missing, or rows have been kept out of the chain. */
  kind: FindingKind;

  /** Place in the chain. */
  seq: string | null;

  /** Id of the entry. */
  id: string | null;

  occurredAt: string | null;

  /** The same in words. */
  detail: string;
}

export class AuditVerdictDto {
  /** True when everything is as it was written. */
  ok: boolean;

  /** Entries that were checked. */
  checked: number;

  /** Place of the first checked entry. */
  firstSeq: string | null;

  /** Place of the last checked entry. */
  lastSeq: string | null;

  /** Signed daily heads that were checked. */
  heads: number;

  /** Entries that wait for their place in the chain. */
  pending: number;

  /** The first thing that is wrong; null when nothing is. */
  finding: AuditFindingDto | null;
}
