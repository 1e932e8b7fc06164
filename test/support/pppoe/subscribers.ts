import { uuidv7 } from '@app/core';
import { type Database } from '@app/platform';

/** Rows that PPPoE accounts hang on, put into the database past the services. */
export class SubscriberRows {
  constructor(private readonly database: Database) {}

  site(code: string): Promise<string> {
    return this.insert(`insert into sites (id, code, name, time_zone) values ($1, $2, $2, 'Asia/Jakarta')`, code);
  }

  /** A router that is well, and that nobody speaks to. */
  router(siteId: string): Promise<string> {
    return this.insert(
      `insert into routers (id, site_id, name, host, username, password_sealed, health, health_changed_at,
                            last_full_sync_at)
       values ($1, $2, $1::uuid::text, '127.0.0.1', 'api', 'sealed', 'ONLINE', now(), now() + interval '1 day')`,
      siteId,
    );
  }

  plan(code: string): Promise<string> {
    return this.insert(
      `insert into plans (id, code, name, download_kbps, upload_kbps) values ($1, $2, $2, 20480, 5120)`,
      code,
    );
  }

  async subscription(siteId: string, planId: string): Promise<string> {
    const code = `P${uuidv7().slice(-12).toUpperCase()}`;
    const customer = await this.insert(
      `insert into customers (id, site_id, code, name, time_zone) values ($1, $2, $3, 'Siti', 'Asia/Jakarta')`,
      siteId,
      code,
    );
    await this.database.execute(
      `insert into billing_accounts (customer_id, site_id, time_zone, currency) values ($1, $2, 'Asia/Jakarta', 'IDR')`,
      [customer, siteId],
    );
    const id = await this.insert(
      `insert into subscriptions (id, customer_id, site_id, plan_id, anchor_day) values ($1, $2, $3, $4, 1)`,
      customer,
      siteId,
      planId,
    );
    await this.database.execute(
      `insert into access_intents (subscription_id, customer_id, desired, changed_at) values ($1, $2, 'ENABLED', now())`,
      [id, customer],
    );
    return id;
  }

  private async insert(sql: string, ...parameters: unknown[]): Promise<string> {
    const id = uuidv7();
    await this.database.execute(sql, [id, ...parameters]);
    return id;
  }
}
