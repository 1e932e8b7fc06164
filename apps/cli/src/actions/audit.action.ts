import { AuditChainer, type AuditVerdict, AuditVerifier } from '@app/platform';
import { withServices } from '../cli-context';
import { NotOk } from '../failure';
import { print, say } from '../output';

interface VerifyOptions {
  from?: string;
  to?: string;
  json?: boolean;
}

/** Chains what waits, then checks. @throws NotOk when a row or a head is not as it was written */
export async function verifyAudit({ from, to, json }: VerifyOptions): Promise<void> {
  const range = { from: instantOf('--from', from), to: instantOf('--to', to) };
  await withServices(async (services) => {
    await services.get(AuditChainer).chainAll();
    const verdict = await services.get(AuditVerifier).verify(range);
    if (json)
      print(JSON.stringify(verdict, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value)));
    else for (const line of linesOf(verdict)) print(line);
    if (!verdict.ok) throw new NotOk();
  });
}

function instantOf(option: string, text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const instant = new Date(text);
  if (!Number.isNaN(instant.getTime())) return instant;
  say(`${option} is no date: ${text}`);
  throw new NotOk();
}

function linesOf({ ok, checked, firstSeq, lastSeq, heads, pending, finding }: AuditVerdict): string[] {
  const rows = firstSeq === null ? 'no rows' : `${checked} rows (${firstSeq} to ${lastSeq})`;
  const summary = `${rows}, ${heads} signed heads, ${pending} waiting for their place`;
  if (ok || finding === null) return [`sound: ${summary}`];
  const at = finding.seq === null ? '' : ` at ${finding.seq}`;
  const when = finding.occurredAt === null ? '' : `, of ${finding.occurredAt.toISOString()}`;
  const row = finding.id === null ? '' : `, row ${finding.id}`;
  return [`${finding.kind}${at}${row}${when}: ${finding.detail}`, `checked before that: ${summary}`];
}
