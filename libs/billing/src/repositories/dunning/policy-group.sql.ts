import { condition, type Condition } from '@app/platform';
import { type DunningRuleBook, type PolicyGroup } from '../../domain/dunning/rule-book';

/** The plan that stands for an account: that of its oldest service in use. */
export const planOfAccount = (customerId: string): string => `(
  select s.plan_id from subscriptions s
   where coalesce(s.payer_customer_id, s.customer_id) = ${customerId} and s.status in ('ACTIVE', 'TRIAL', 'PAUSED')
   order by s.id limit 1)`;

const PLAN_OF_ACCOUNT = planOfAccount('i.customer_id');

/**
 * Of the rows of `unnest($?::uuid[], $?::uuid[], …) as g (site_id, plan_id, …)` the one that counts for a site and a plan: that
 * of the plan at the site, else that of the site.
 */
export const policyOf = (siteId: string, planId: string): string =>
  `g.site_id = ${siteId} and (g.plan_id is null or g.plan_id = ${planId}) order by g.plan_id is null limit 1`;

/** Invoices (alias `i`) for which the policy of this group counts. Every invoice belongs to one group. */
export function invoicesOf({ siteId, planId }: PolicyGroup, book: DunningRuleBook): Condition {
  if (!book.hasPlans) return condition('i.site_id = $?::uuid', siteId);
  if (planId !== null) return condition(`(i.site_id = $?::uuid and ${PLAN_OF_ACCOUNT} = $?::uuid)`, siteId, planId);
  const plans = book.groups.flatMap((group) => (group.planId === null ? [] : [group.planId]));
  return condition(`(i.site_id = $?::uuid and coalesce(${PLAN_OF_ACCOUNT} <> all ($?::uuid[]), true))`, siteId, [
    ...new Set(plans),
  ]);
}
