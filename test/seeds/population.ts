import { type Database } from '@app/platform';
import { type Chance } from './chance';

/** First local day of a life. */
export const BEGIN = '2024-06-01';

/**
 * Customers with a running service each, every fifth with a second one, on anchors all over the month; put in by SQL, because
 * making them is not what a life is about.
 */
export async function populate(database: Database, siteId: string, customers: number, chance: Chance): Promise<void> {
  const seed = chance.below(1_000_000);
  await database.execute(
    `with made as (
       insert into customers (id, site_id, code, name, phone, address, time_zone)
       select gen_random_uuid(), $1, 'C' || lpad(i::text, 6, '0'), 'Pelanggan ' || i, '+62812' || lpad(i::text, 8, '0'),
              'Jalan ' || i, (array['Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura'])[1 + (i + $3) % 3]
         from generate_series(1, $2::int) i
       returning id, site_id, time_zone)
     insert into billing_accounts (customer_id, site_id, time_zone, currency)
     select id, site_id, time_zone, 'IDR' from made`,
    [siteId, customers, seed],
  );
  await database.execute(
    `with numbered as (
       select customer_id, site_id, time_zone, row_number() over (order by customer_id) as i from billing_accounts),
     planned as (select id, row_number() over (order by code) - 1 as n, count(*) over () as plans from plans),
     services as (
       select c.*, p.id as plan_id, 1 + ((c.i * 7 + $1 + k) % 31)::int as anchor,
              $2::date + ((c.i * 11 + $1 + k * 5) % 28)::int as starts
         from numbered c cross join generate_series(0, 1) k
         join planned p on p.n = (c.i + k + $1) % p.plans
        where k = 0 or c.i % 5 = 0),
     made as (
       insert into subscriptions (id, customer_id, site_id, plan_id, status, anchor_day, started_on, next_period_start,
              next_bill_at)
       select gen_random_uuid(), customer_id, site_id, plan_id, 'ACTIVE', anchor, starts, starts,
              starts::timestamp at time zone time_zone from services
       returning id, customer_id)
     insert into access_intents (subscription_id, customer_id, desired, changed_at)
     select id, customer_id, 'ENABLED', $2::date from made`,
    [seed, BEGIN],
  );
}
