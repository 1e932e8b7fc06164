import { condition, type Condition } from '@app/platform';
import { type DunningRuleBook, type PolicyGroup } from '../../domain/dunning/rule-book';

/** The plan that stands for an account: that of its oldest service in use. */
const PLAN_OF_ACCOUNT = `(
  select s.plan_id from subscriptions s
   where coalesce(s.payer_customer_id, s.customer_id) = i.customer_id and s.status in ('ACTIVE', 'TRIAL', 'PAUSED')
   order by s.id limit 1)`;

/** Invoices (alias `i`) for which the policy of this group counts. Every invoice belongs to one group. */
export function invoicesOf({ siteId, planId }: PolicyGroup, book: DunningRuleBook): Condition {
  if (!book.hasPlans) return condition('i.site_id = $?::uuid', siteId);
  if (planId !== null) return condition(`(i.site_id = $?::uuid and ${PLAN_OF_ACCOUNT} = $?::uuid)`, siteId, planId);
  const plans = book.groups.flatMap((group) => (group.planId === null ? [] : [group.planId]));
  return condition(`(i.site_id = $?::uuid and coalesce(${PLAN_OF_ACCOUNT} <> all ($?::uuid[]), true))`, siteId, [
    ...new Set(plans),
  ]);
}
