import { createHash } from 'node:crypto';
import { type Database } from '@app/platform';
import { type OperationRequest } from './requests';
import { createStaff } from '../staff';
import { type Headers, type Kind, type Objects, type SecurityWorld } from '../security-world';

/** What somebody may be limited to. */
export const NARROWINGS = ['site', 'area', 'reseller', 'customer'] as const;
export type Narrowing = (typeof NARROWINGS)[number];

/** Credentials of somebody with every permission, limited to the own object of this kind. */
export async function createNarrowed(world: SecurityWorld, narrowing: Narrowing, own: Objects): Promise<Headers> {
  const { id, headers } = await createStaff(world.app, 'owner', [own.site]);
  const { database } = world;
  if (narrowing === 'area') {
    await database.execute('update users set area_limited = true where id = $1', [id]);
    await database.execute('insert into user_areas (user_id, area_id) values ($1, $2)', [id, own.area]);
  }
  if (narrowing === 'reseller' || narrowing === 'customer') {
    await database.execute(`update users set ${narrowing}_id = $2 where id = $1`, [id, own[narrowing]]);
  }
  return headers;
}

/** Kinds of objects that a request points at. */
export function kindsNamed({ params = {}, query, body }: OperationRequest): Kind[] {
  const named = new Set<Kind>(Object.values(params).filter((value): value is Kind => !value.startsWith('=')));
  const spy = new Proxy({} as Objects, {
    get: (_, kind) => {
      named.add(kind as Kind);
      return '';
    },
  });
  query?.(spy);
  body?.(spy, 'X');
  return [...named];
}

/** Tables in which a refused request must not leave a trace. */
const TABLES = [
  ...(['sites', 'users', 'user_sites', 'user_areas', 'areas', 'resellers', 'customers', 'billing_accounts'] as const),
  ...(['subscriptions', 'access_intents', 'parked_subscriptions', 'invoices', 'invoice_lines', 'payments'] as const),
  ...(['ledger_entries', 'billing_runs', 'plans', 'plan_prices', 'routers', 'router_sync_items'] as const),
  ...(['pppoe_accounts', 'approvals', 'roles', 'outbox_events', 'background_jobs', 'webhook_endpoints'] as const),
];

/** A fingerprint of every row of these tables. */
export async function digest(database: Database): Promise<Record<string, string>> {
  const result: Record<string, string> = {};
  for (const table of TABLES) {
    const rows = await database.query<{ row: string }>(`select t::text as row from ${table} t order by 1`);
    result[table] = createHash('sha256')
      .update(rows.map(({ row }) => row).join('\n'))
      .digest('hex')
      .slice(0, 16);
  }
  return result;
}
