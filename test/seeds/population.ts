import { type BillingWorld } from '../../libs/billing/src/testing/billing-world.fixture-spec';
import { BillingPolicies } from '../../libs/billing/src/services/catalogue/billing-policies.service';
import { type Chance } from './chance';

/** First local day of a life. */
export const BEGIN = '2024-06-01';

/** The ISP grows to its size within so many days. */
const GROWTH_DAYS = 240;

const quarterly = { interval: { unit: 'MONTH', count: 3 } } as const;
const halfYearly = { interval: { unit: 'MONTH', count: 6 } } as const;

/**
 * What is sold: most by the month, some by the quarter or half-year, one in arrears; how early invoices are issued, and
 * in every fifth life whether debits of changes wait for the next one, is a policy of the life.
 */
async function catalogue(world: BillingWorld, chance: Chance): Promise<void> {
  await world.plan(100_000n, { code: 'A' });
  await world.plan(150_000n, { code: 'B' });
  await world.plan(199_999n, { code: 'C' });
  await world.plan(350_000n, { code: 'D' });
  await world.plan(33_333n, { code: 'E', billingType: 'RECURRING_ARREARS' });
  await world.plan(425_000n, { code: 'F', ...quarterly });
  await world.plan(199_997n, { code: 'G', ...quarterly });
  await world.plan(1_000_001n, { code: 'H', ...halfYearly });
  // why: through the service, because policies are cached
  const deltaSettlement = chance.seed % 5 === 0 ? 'PENDING' : 'INVOICE_NOW';
  await world.app.get(BillingPolicies).put(null, 0, { leadDays: chance.of([0, 0, 3, 7, 14]), deltaSettlement });
}

/**
 * Customers with a running service each, every fifth with a second one, every tenth paid for by the one before, on anchors
 * all over the month; put in by SQL, because making them is not what a
 * life is about. Their ids come from the seed, so that the same seed chooses the same people.
 */
export async function populate(world: BillingWorld, customers: number, chance: Chance): Promise<void> {
  await catalogue(world, chance);
  const { database, siteId } = world;
  const seed = chance.below(1_000_000);
  await database.execute(
    `with made as (
       insert into customers (id, site_id, code, name, phone, address, time_zone)
       select md5('customer ' || i || $3::int)::uuid, $1, 'C' || lpad(i::text, 6, '0'), 'Pelanggan ' || i, '+62812' || lpad(i::text, 8, '0'),
              'Jalan ' || i, (array['Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura'])[1 + (i + $3) % 3]
         from generate_series(1, $2::int) i
       returning id, site_id, time_zone)
     insert into billing_accounts (customer_id, site_id, time_zone, currency)
     select id, site_id, time_zone, 'IDR' from made`,
    [siteId, customers, seed],
  );
  await database.execute(
    `with numbered as (
       select customer_id, site_id, time_zone, row_number() over w as i,
              case when row_number() over w % 10 = 0 then lag(customer_id) over w end as payer_id
         from billing_accounts window w as (order by customer_id)),
     planned as (select id, row_number() over (order by code) - 1 as n, count(*) over () as plans from plans),
     services as (
       select c.*, k, p.id as plan_id, 1 + ((c.i * 7 + $1 + k) % 31)::int as anchor,
              $2::date + ((c.i * 11 + $1 + k * 5) % ${GROWTH_DAYS})::int as starts
         from numbered c cross join generate_series(0, 1) k
         join planned p on p.n = (c.i + k + $1) % p.plans
        where k = 0 or c.i % 5 = 0),
     made as (
       insert into subscriptions (id, customer_id, payer_customer_id, site_id, plan_id, status, anchor_day, started_on,
              next_period_start, next_bill_at)
       select md5('service ' || i || ' ' || k || $1::int)::uuid, customer_id, payer_id, site_id, plan_id, 'ACTIVE', anchor, starts, starts,
              starts::timestamp at time zone time_zone from services
       returning id, customer_id)
     insert into access_intents (subscription_id, customer_id, desired, changed_at)
     select id, customer_id, 'ENABLED', $2::date from made`,
    [seed, BEGIN],
  );
}
