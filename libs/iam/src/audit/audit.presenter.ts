import { type AuditRecord, type AuditVerdict } from '@app/platform';
import { type AuditEntryDto, type AuditVerdictDto } from './dto/audit.dto';

const seqOf = (seq: bigint | null): string | null => seq?.toString() ?? null;

export const presentEntry = (entry: AuditRecord): AuditEntryDto => ({
  id: entry.id,
  occurredAt: entry.occurredAt.toISOString(),
  actorKind: entry.actorKind,
  actorId: entry.actorId,
  actorName: entry.actorName,
  ip: entry.ip,
  requestId: entry.requestId,
  action: entry.action,
  subjectType: entry.subjectType,
  subjectId: entry.subjectId,
  siteId: entry.siteId,
  before: entry.before,
  after: entry.after,
  seq: seqOf(entry.seq),
  hash: entry.hash?.toString('hex') ?? null,
});

export const presentVerdict = ({ firstSeq, lastSeq, finding, ...verdict }: AuditVerdict): AuditVerdictDto => ({
  ...verdict,
  firstSeq: seqOf(firstSeq),
  lastSeq: seqOf(lastSeq),
  finding: finding && {
    ...finding,
    seq: seqOf(finding.seq),
    occurredAt: finding.occurredAt?.toISOString() ?? null,
  },
});
