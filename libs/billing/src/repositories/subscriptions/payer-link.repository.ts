import { Injectable } from '@nestjs/common';
import { Database } from '@app/platform';
import { type PayerLinks } from '../../domain/payments/payers';

/** Who pays for whom (billing.md 1.10, families). */
@Injectable()
export class PayerLinkRepository {
  constructor(private readonly database: Database) {}

  /** The links that touch these customers, other than those of one subscription; the caller holds their accounts. */
  async touching(customerIds: readonly string[], exceptSubscriptionId: string): Promise<PayerLinks> {
    const rows = await this.database.query<{ child: string; payer: string }>(
      `select customer_id as child, payer_customer_id as payer from subscriptions
        where payer_customer_id is not null and status <> 'ENDED' and id <> $2
          and (customer_id = any ($1::uuid[]) or payer_customer_id = any ($1::uuid[]))`,
      [customerIds, exceptSubscriptionId],
    );
    return new Map(rows.map(({ child, payer }) => [child, payer]));
  }
}
