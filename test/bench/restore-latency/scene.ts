import { type INestApplicationContext } from '@nestjs/common';
import { uuidv7 } from '@app/core';
import { RoutersService } from '@app/mikrotik';
import { Database, SecretBox } from '@app/platform';
import { type RouterOptions } from '../../../apps/simulator/src';

const PLAN = { code: 'HOME20', downloadKbps: 20_480, uploadKbps: 5_120 };
const PRICE = 150_000;

/** A subscriber who is isolated and owes one invoice. */
export interface Debtor {
  customerId: string;
  subscriptionId: string;
  username: string;
  /** Index of his router. */
  router: number;
}

export const AMOUNT = BigInt(PRICE);
export const RESTORED = `lg-${PLAN.code}`;
export const routerName = (n: number): string => `r${n}`;
const passwordOf = (n: number): string => `kh4rt7m${String(n).padStart(6, '0')}`;

/** So many subscribers, spread over the routers. */
export class Scene {
  readonly debtors: readonly Debtor[];
  private readonly planId = uuidv7();

  constructor(
    size: number,
    private readonly routers: number,
  ) {
    this.debtors = Array.from({ length: size }, (_, n) => ({
      ...{ customerId: uuidv7(), subscriptionId: uuidv7(), username: `p${String(n).padStart(6, '0')}` },
      router: n % routers,
    }));
  }

  /** The simulated routers, in step with what the database will say. */
  simulated(latencyMs: number): RouterOptions[] {
    const { code, downloadKbps, uploadKbps } = PLAN;
    const profiles = [
      { name: `lg-${code}`, 'rate-limit': `${uploadKbps}k/${downloadKbps}k`, comment: `langgan:plan-${this.planId}` },
      { name: 'isolir', 'rate-limit': '128k/128k', 'address-list': 'isolir', comment: 'langgan:isolir' },
    ];
    return Array.from({ length: this.routers }, (_, router) => ({
      ...{ version: '7.20' as const, name: routerName(router), latencyMs },
      rows: { '/ppp/profile': profiles, '/ppp/secret': this.secretsOf(router) },
    }));
  }

  private secretsOf(router: number): Record<string, string>[] {
    return this.debtors.flatMap((debtor, n) => {
      if (debtor.router !== router) return [];
      const comment = `langgan:sub-${debtor.subscriptionId}`;
      const fixed = { service: 'pppoe', profile: 'isolir', disabled: 'false' };
      return [{ name: debtor.username, password: passwordOf(n), ...fixed, comment }];
    });
  }

  /** Writes it all into the database. Returns the ids of the routers. */
  async seed(app: INestApplicationContext, portOf: (name: string) => number): Promise<string[]> {
    const database = app.get(Database, { strict: false });
    // why: a router stands at a site of its own; receipts are numbered per site, one after the other
    const sites = Array.from({ length: this.routers }, () => uuidv7());
    await database.execute(
      `insert into sites (id, code, name, time_zone)
       select id, 'S' || n, 'Site ' || n, 'Asia/Jakarta' from unnest($1::uuid[]) with ordinality as s (id, n)`,
      [sites],
    );
    const { code, downloadKbps, uploadKbps } = PLAN;
    await database.execute(
      `insert into plans (id, code, name, download_kbps, upload_kbps) values ($1, $2, $2, $3, $4)`,
      [this.planId, code, downloadKbps, uploadKbps],
    );
    const siteOf = this.debtors.map(({ router }) => sites[router] ?? '');
    await this.seedCustomers(database, siteOf);
    await this.seedDebts(database, siteOf);
    const ids = await this.seedRouters(app, sites, portOf);
    await this.seedAccounts(app, siteOf, ids);
    await database.execute('analyze');
    return ids;
  }

  private async seedCustomers(database: Database, siteOf: readonly string[]): Promise<void> {
    const [customers, subscriptions] = [
      this.debtors.map(({ customerId }) => customerId),
      this.debtors.map(({ subscriptionId }) => subscriptionId),
    ];
    const codes = this.debtors.map(({ username }) => username.toUpperCase());
    await database.execute(
      `insert into customers (id, site_id, code, name, time_zone)
       select id, site, code, 'Pelanggan ' || code, 'Asia/Jakarta'
         from unnest($1::uuid[], $2::uuid[], $3::text[]) as c (id, site, code)`,
      [customers, siteOf, codes],
    );
    await database.execute(
      `insert into billing_accounts (customer_id, site_id, time_zone, currency)
       select id, site, 'Asia/Jakarta', 'IDR' from unnest($1::uuid[], $2::uuid[]) as c (id, site)`,
      [customers, siteOf],
    );
    await database.execute(
      `insert into subscriptions (id, customer_id, site_id, plan_id, status, anchor_day, started_on, next_period_start, next_bill_at)
       select s, c, site, $4, 'ACTIVE', 1, '2026-01-01', '2099-01-01', '2099-01-01'
         from unnest($1::uuid[], $2::uuid[], $3::uuid[]) as x (s, c, site)`,
      [subscriptions, customers, siteOf, this.planId],
    );
    await database.execute(
      `insert into access_intents (subscription_id, customer_id, desired, reasons, changed_at)
       select s, c, 'ISOLATED', '{DEBT}', now() from unnest($1::uuid[], $2::uuid[]) as x (s, c)`,
      [subscriptions, customers],
    );
  }

  private async seedDebts(database: Database, siteOf: readonly string[]): Promise<void> {
    await database.execute(
      `insert into invoices (id, site_id, customer_id, series, seq, number, bill_key, currency, net_amount, tax_amount,
                             total_amount, issued_on, due_on, overdue_at, isolir_at, customer)
       select id, site, c, 'INV', n, 'INV/' || n, id::text, 'IDR', $4, 0, $4, '2026-01-01', '2026-01-10', '2026-01-10',
              '2026-01-12', '{}'
         from unnest($1::uuid[], $2::uuid[], $3::uuid[]) with ordinality as x (id, c, site, n)`,
      [this.debtors.map(() => uuidv7()), this.debtors.map(({ customerId }) => customerId), siteOf, PRICE],
    );
  }

  private async seedRouters(
    app: INestApplicationContext,
    sites: readonly string[],
    portOf: (name: string) => number,
  ): Promise<string[]> {
    const service = app.get(RoutersService, { strict: false });
    const ids: string[] = [];
    for (let n = 0; n < this.routers; n++) {
      const name = routerName(n);
      const access = { host: '127.0.0.1', port: portOf(name), username: 'admin', password: 'secret' };
      const siteId = sites[n] ?? '';
      ids.push((await service.create({ siteId, name, ...access, mode: 'MAINTENANCE' })).id);
    }
    return ids;
  }

  private async seedAccounts(
    app: INestApplicationContext,
    siteOf: readonly string[],
    routerIds: readonly string[],
  ): Promise<void> {
    const secrets = app.get(SecretBox, { strict: false });
    const ids = this.debtors.map(() => uuidv7());
    const sealed = ids.map((id, n) =>
      secrets.seal(passwordOf(n), { table: 'pppoe_accounts', column: 'password_sealed', id }),
    );
    await app.get(Database, { strict: false }).execute(
      `insert into pppoe_accounts (id, subscription_id, site_id, router_id, username, password_sealed)
       select id, s, site, r, name, password
         from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::uuid[])
           as x (id, s, r, name, password, site)`,
      [
        ids,
        this.debtors.map(({ subscriptionId }) => subscriptionId),
        this.debtors.map(({ router }) => routerIds[router]),
        this.debtors.map(({ username }) => username),
        sealed,
        siteOf,
      ],
    );
  }
}
