import { uuidv7 } from '@app/core';
import { type Database } from '@app/platform';

type Owner = Readonly<Record<'site' | 'router' | 'subscription' | 'account' | 'username', string>>;

/** Addresses and sessions of an account. */
export async function accessObjects(
  database: Database,
  { site, router, subscription, account, username }: Owner,
): Promise<Record<'ipPool' | 'ipAssignment' | 'liveSession' | 'endedSession', string>> {
  const [ipPool, ipAssignment, liveSession, endedSession] = [uuidv7(), uuidv7(), uuidv7(), uuidv7()];
  await database.execute(
    `insert into ip_pools (id, site_id, router_id, name, kind, first_address, last_address)
     values ($1, $2, $3, $1::uuid::text, 'FIXED', '10.9.0.1', '10.9.0.9')`,
    [ipPool, site, router],
  );
  await database.execute(
    `insert into ip_assignments (id, site_id, router_id, subscription_id, address, assigned_by)
     values ($1, $2, $3, $4, '10.9.0.1', 'test')`,
    [ipAssignment, site, router, subscription],
  );
  await database.execute(
    `insert into pppoe_live_sessions (id, router_id, account_id, username, session_key, started_at, seen_at)
     values ($1, $2, $3, $4, '0x1', '2026-01-01', '2026-01-02')`,
    [liveSession, router, account, username],
  );
  await database.query(`select ensure_month_partition('pppoe_session_history', '2026-01-01')`);
  await database.execute(
    `insert into pppoe_session_history (id, router_id, account_id, subscription_id, site_id, username, started_at, ended_at,
       up_bytes, down_bytes, end_reason)
     values ($1, $2, $3, $4, $5, $6, '2026-01-01', '2026-01-02', 1, 2, 'DROPPED')`,
    [endedSession, router, account, subscription, site, username],
  );
  return { ipPool, ipAssignment, liveSession, endedSession };
}
