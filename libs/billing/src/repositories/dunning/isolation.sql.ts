import { type PolicyGroup } from '../../domain/dunning/rule-book';

const REMAINING = 'i.total_amount - i.paid_amount - i.credited_amount';

/** Overrides in force at $1, of the customer or of who pays for him. */
const inForce = (kind: string): string =>
  `o.kind = '${kind}' and o.ended_at is null and (o.expires_at is null or o.expires_at > $1)
   and (o.subscription_id is null or o.subscription_id = s.id)`;

const PROTECTED = `exists (select from access_overrides o where o.customer_id = s.customer_id and ${inForce('NEVER_ISOLATE')})
  or exists (select from access_overrides o where o.customer_id = s.payer_customer_id and ${inForce('NEVER_ISOLATE')})`;

const LOW_BALANCE = `pl.billing_type = 'PREPAID_DAILY'
  and a.deposit_amount < coalesce((pl.policies ->> 'minBalance')::bigint, (
    select g.least from unnest($4::uuid[], $5::bigint[]) as g (site_id, least) where g.site_id = s.site_id limit 1), 0)`;

/** Of several policies: what the one of this service says ($6…$9: site, plan or null, tolerance, scope). */
const OWN_POLICY = `(
  select case g.scope when 'SERVICE' then (
           select coalesce(sum(${REMAINING}), 0) from invoices i
            where i.customer_id = d.customer_id and i.status = 'OPEN' and i.isolir_at <= $1
              and exists (select from invoice_lines l where l.invoice_id = i.id and l.subscription_id = s.id)
         ) else d.debt end > g.tolerance
    from unnest($6::uuid[], $7::uuid[], $8::bigint[], $9::text[]) as g (site_id, plan_id, tolerance, scope)
   where g.site_id = s.site_id and (g.plan_id is null or g.plan_id = s.plan_id)
   order by g.plan_id is null limit 1)`;

/**
 * Accounts to isolate at $1, at site $2 or everywhere, with a tolerance of $3 (the lowest of all, when policies differ) and the least
 * balances of sites in $4, $5.
 *
 * @param isUniform one tolerance counts for everybody, by account
 */
export const candidatesSql = (isUniform: boolean): string => `
  with debts as (
    select i.customer_id, sum(${REMAINING}) as debt from invoices i
     where i.status = 'OPEN' and i.isolir_at <= $1 and ($2::uuid is null or i.site_id = $2)
     group by i.customer_id having sum(${REMAINING}) > $3
  )
  select d.customer_id as id from debts d
   where exists (
           select from subscriptions s join access_intents ai on ai.subscription_id = s.id and ai.desired = 'ENABLED'
            where coalesce(s.payer_customer_id, s.customer_id) = d.customer_id and not (${PROTECTED})
              ${isUniform ? '' : `and coalesce(${OWN_POLICY}, true)`}
         )
     and not exists (
           select from payment_promises p where p.customer_id = d.customer_id and p.state = 'OPEN' and p.until_at > $1)
  union
  select coalesce(s.payer_customer_id, s.customer_id) from subscriptions s
    join access_intents ai on ai.subscription_id = s.id and ai.desired = 'ENABLED'
   where s.expires_at <= $1 and ($2::uuid is null or s.site_id = $2)
  union
  select coalesce(s.payer_customer_id, s.customer_id) from plans pl join subscriptions s on s.plan_id = pl.id
    join access_intents ai on ai.subscription_id = s.id and ai.desired = 'ENABLED'
    join billing_accounts a on a.customer_id = coalesce(s.payer_customer_id, s.customer_id)
   where ${LOW_BALANCE} and ($2::uuid is null or s.site_id = $2)
  union
  select coalesce(s.payer_customer_id, s.customer_id) from access_overrides o
    join subscriptions s on s.customer_id = o.customer_id or s.payer_customer_id = o.customer_id
    join access_intents ai on ai.subscription_id = s.id and ai.desired = 'ENABLED'
   where ${inForce('FORCE_ISOLATE')} and ($2::uuid is null or s.site_id = $2)
  order by id`;

/** Accounts of which a service is isolated at $1 for no reason; $2 site, $3 highest tolerance, $6 some policy is by service. */
export const RELEASABLE_SQL = `
  select distinct coalesce(s.payer_customer_id, s.customer_id) as id
    from access_intents ai
    join subscriptions s on s.id = ai.subscription_id
    join plans pl on pl.id = s.plan_id
    join billing_accounts a on a.customer_id = coalesce(s.payer_customer_id, s.customer_id)
   where ai.desired = 'ISOLATED' and ($2::uuid is null or s.site_id = $2)
     and (s.expires_at is null or s.expires_at > $1)
     and not (${LOW_BALANCE})
     and not exists (select from access_overrides o where o.customer_id in (s.customer_id, a.customer_id)
                        and ${inForce('FORCE_ISOLATE')})
     and (${PROTECTED}
          or ($6::boolean and coalesce((select sum(${REMAINING}) from invoices i
               where i.customer_id = a.customer_id and i.status = 'OPEN' and i.isolir_at <= $1
                 and exists (select from invoice_lines l where l.invoice_id = i.id and l.subscription_id = s.id)), 0) <= $3)
          or exists (select from payment_promises p
                      where p.customer_id = a.customer_id and p.state = 'OPEN' and p.until_at > $1)
          or coalesce((select sum(${REMAINING}) from invoices i
                        where i.customer_id = a.customer_id and i.status = 'OPEN' and i.isolir_at <= $1), 0) <= $3)`;

/** The tolerance that counts for every account; undefined when policies differ, or look at services. */
export function uniformTolerance(groups: readonly PolicyGroup[]): bigint | undefined {
  const tolerances = new Set(groups.map(({ policy }) => policy.accessTolerance));
  const [only] = tolerances;
  if (tolerances.size > 1 || groups.some(({ policy }) => policy.isolationScope === 'SERVICE')) return undefined;
  return only === undefined ? undefined : BigInt(only);
}

/** Least balances of prepaid services by site, as columns. */
export function leastBalances(groups: readonly PolicyGroup[]): unknown[] {
  const sites = groups.filter(({ planId }) => planId === null);
  return [sites.map(({ siteId }) => siteId), sites.map(({ policy }) => policy.minBalance)];
}

/** The policies as columns. */
export function policyRows(groups: readonly PolicyGroup[]): unknown[] {
  return [
    groups.map(({ siteId }) => siteId),
    groups.map(({ planId }) => planId),
    groups.map(({ policy }) => policy.accessTolerance),
    groups.map(({ policy }) => policy.isolationScope),
  ];
}
