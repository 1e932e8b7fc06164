import { type DataSource } from 'typeorm';
import { SystemClock } from '@app/core';
import { type Finding, note, ok, problem } from './finding';

const OLDEST_VERSION = 15;
const SKEW_MS = 30_000;

interface Server {
  version: string;
  number: number;
  name: string;
  encoding: string;
  is_replica: boolean;
}

/** The server itself: version, encoding, that it takes writes. */
export async function checkServer(source: DataSource): Promise<Finding[]> {
  const [server] = await source.query<Server[]>(`
    select current_setting('server_version') as version, current_setting('server_version_num')::int / 10000 as number,
           current_database() as name, current_setting('server_encoding') as encoding, pg_is_in_recovery() as is_replica`);
  if (!server) throw new Error('no answer');
  const findings: Finding[] = [ok('Database', `PostgreSQL ${server.version}, database ${server.name}`)];
  if (server.number < OLDEST_VERSION) {
    findings.push(
      problem('Database', `version ${server.version} is too old`, `Use PostgreSQL ${OLDEST_VERSION} or newer.`),
    );
  }
  if (server.encoding !== 'UTF8') {
    findings.push(problem('Database', `encoding ${server.encoding}`, 'Create the database with encoding UTF8.'));
  }
  if (server.is_replica) {
    findings.push(problem('Database', 'this is a replica, it takes no writes', 'Point DATABASE_URL at the primary.'));
  }
  return findings;
}

/** Billing believes the database's clock only while it agrees with this machine's (billing.md T4). */
export async function checkClock(source: DataSource): Promise<Finding[]> {
  const clock = new SystemClock();
  const [row] = await source.query<{ now: Date }[]>('select clock_timestamp() as now');
  const skewMs = Math.abs((row?.now.getTime() ?? 0) - clock.now().getTime());
  if (skewMs <= SKEW_MS) return [ok('Clock', `server and database agree within ${Math.ceil(skewMs / 1000)} s`)];
  const text = `server and database differ by ${Math.round(skewMs / 1000)} s: nothing is billed`;
  return [problem('Clock', text, 'Synchronise both machines (NTP).'), note('Clock', 'tolerated: 30 s')];
}
