import { uuidv7 } from '@app/core';
import { type Database } from '@app/platform';

type Owner = Readonly<Record<'site' | 'router' | 'subscription', string>>;
type Seal = (table: string, id: string, column: string) => string;

/** A static line, a hotspot account and a binding, and subscriptions that wait for theirs. */
export async function lineObjects(
  database: Database,
  { site, router, subscription }: Owner,
  seal: Seal,
): Promise<Record<'staticLine' | 'staticPending' | 'hotspotPending' | 'hotspotAccount' | 'hotspotBinding', string>> {
  const contract = async (kind: string): Promise<string> => {
    const [plan, id] = [uuidv7(), uuidv7()];
    await database.execute(
      `insert into plans (id, site_id, code, name, download_kbps, upload_kbps, service_kind)
       values ($1, $2, 'P' || upper(right($1::uuid::text, 10)), 'Line', 2048, 1024, $3)`,
      [plan, site, kind],
    );
    await database.execute(
      `insert into subscriptions (id, customer_id, site_id, plan_id, anchor_day)
       select $1, s.customer_id, s.site_id, $2, 1 from subscriptions s where s.id = $3`,
      [id, plan, subscription],
    );
    return id;
  };
  const [staticLine, hotspotAccount, hotspotBinding] = [uuidv7(), uuidv7(), uuidv7()];
  const [line, account] = [await contract('STATIC'), await contract('HOTSPOT')];
  await database.execute(
    `insert into static_lines (id, subscription_id, site_id, router_id, name, address)
     values ($1, $2, $3, $4, 'st-' || right($1::uuid::text, 10), '10.33.0.1')`,
    [staticLine, line, site, router],
  );
  await database.execute(
    `insert into hotspot_accounts (id, subscription_id, site_id, username, password_sealed)
     values ($1, $2, $3, 'hs-' || right($1::uuid::text, 10), $4)`,
    [hotspotAccount, account, site, seal('hotspot_accounts', hotspotAccount, 'password_sealed')],
  );
  await database.execute(
    `insert into hotspot_bindings (id, site_id, router_id, mac_address, type, created_by)
     values ($1, $2, $3, '02:AA:BB:CC:DD:77', 'BYPASSED', 'test')`,
    [hotspotBinding, site, router],
  );
  const [staticPending, hotspotPending] = [await contract('STATIC'), await contract('HOTSPOT')];
  return { staticLine, staticPending, hotspotPending, hotspotAccount, hotspotBinding };
}
