import { Injectable } from '@nestjs/common';
import { type CashAccount } from '@app/billing';
import { type Page } from '@app/core';
import { condition, type Condition, Database, KeysetList, type ListRequest, ScopeFilter } from '@app/platform';
import { type Review, type ReviewDecision, type ReviewSubject } from '../../domain/reviews/review';

export interface ReviewFilter extends ListRequest {
  subject?: ReviewSubject | undefined;
}

/** A review with where its money lies. */
export type OpenReview = Review & { cashAccount: CashAccount };

const QUEUE = `(
  select a.id, 'ATTEMPT' as subject, a.site_id, a.customer_id, a.account_id, a.gateway, a.merchant_order_id, a.currency,
         a.amount as asked, a.claimed_amount as claimed, a.reason, a.updated_at as since
    from payment_attempts a
   where (a.state = 'REVIEW' or a.state = 'UNKNOWN' and a.silent_since is not null and a.next_check_at is null)
     and not exists (select from review_decisions d where d.attempt_id = a.id)
  union all
  select e.id, 'EVENT', g.site_id, null, e.account_id, e.gateway, e.merchant_order_id, g.currency, null, null, e.result,
         e.received_at
    from gateway_events e join gateway_accounts g on g.id = e.account_id
   where e.result = 'unknown-order' and e.signature_ok
     and not exists (select from review_decisions d where d.event_id = e.id)) q`;

const COLUMNS = `q.id, q.subject, q.site_id as "siteId", q.customer_id as "customerId", q.account_id as "accountId",
  q.gateway, q.merchant_order_id as "merchantOrderId", q.currency, q.asked, q.claimed, q.reason, q.since`;

const list = new KeysetList<'since'>({
  select: `select ${COLUMNS} from ${QUEUE}`,
  id: 'q.id',
  sorts: { since: { sql: 'q.since', type: 'timestamptz' } },
  defaultSort: 'since',
});

/** Money that waits for a person, within the actor's sites. */
@Injectable()
export class ReviewRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  async page(filter: ReviewFilter): Promise<Page<Review>> {
    const conditions: Condition[] = [this.scope.site('q.site_id')];
    if (filter.subject !== undefined) conditions.push(condition('q.subject = $?', filter.subject));
    return list.page(this.database, filter, conditions);
  }

  /** One that nobody has decided. */
  async find(id: string): Promise<OpenReview | undefined> {
    const parameters: unknown[] = [id];
    const mine = this.scope.site('q.site_id').into(parameters);
    return this.database.queryOne(
      `select ${COLUMNS}, g.cash_account as "cashAccount" from ${QUEUE} join gateway_accounts g on g.id = q.account_id
        where q.id = $1 and ${mine}`,
      parameters,
    );
  }

  /** False, with nothing written, when somebody else has decided. */
  async insert(decision: ReviewDecision): Promise<boolean> {
    const { affected } = await this.database.execute(
      `insert into review_decisions (id, attempt_id, event_id, site_id, action, customer_id, invoice_id, payment_id, refund_id,
                                     currency, decided_amount, reason, decided_by, decided_by_name, decided_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) on conflict do nothing`,
      [
        ...[decision.id, decision.attemptId, decision.eventId, decision.siteId, decision.action, decision.customerId],
        ...[decision.invoiceId, decision.paymentId, decision.refundId, decision.currency, decision.amount],
        ...[decision.reason, decision.decidedBy, decision.decidedByName, decision.decidedAt],
      ],
    );
    return affected === 1;
  }
}
