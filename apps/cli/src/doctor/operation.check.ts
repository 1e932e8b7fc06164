import { type DataSource } from 'typeorm';
import { type Finding, note, ok } from './finding';

interface Counts {
  waiting: string;
  dead: string;
}

/** Does work pile up? */
export async function checkOperation(source: DataSource): Promise<Finding[]> {
  const [row] = await source.query<Counts[]>(`
    select (select count(*) from outbox_events where relayed_at is null and occurred_at < now() - interval '1 minute') as waiting,
           (select count(*) from outbox_deliveries where state = 'DEAD') as dead`);
  const waiting = Number(row?.waiting ?? 0);
  const dead = Number(row?.dead ?? 0);
  const findings: Finding[] = [];
  if (waiting > 0) findings.push(note('Events', `${waiting} wait for more than a minute`, 'Is a worker running?'));
  if (dead > 0)
    findings.push(note('Events', `${dead} deliveries were given up`, 'Find the cause in the log, then replay them.'));
  return findings.length > 0 ? findings : [ok('Events', 'nothing waits, nothing was given up')];
}
