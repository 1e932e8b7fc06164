import { Injectable } from '@nestjs/common';
import { type LocalDate } from '@app/core';
import { Database } from '@app/platform';

/** A product that a subscription takes each period, `[startsOn, endsOn)`. */
export interface AddOn {
  id: string;
  subscriptionId: string;
  productId: string;
  productCode: string;
  productName: string;
  quantity: number;
  startsOn: LocalDate;
  endsOn: LocalDate | null;
}

/** Add-ons of subscriptions. */
@Injectable()
export class AddOnRepository {
  constructor(private readonly database: Database) {}

  /** Newest first; the caller has found the subscription in its scope. */
  async of(subscriptionId: string): Promise<AddOn[]> {
    return this.database.query(
      `select a.id, a.subscription_id as "subscriptionId", a.product_id as "productId", p.code as "productCode",
              p.name as "productName", a.quantity, a.starts_on as "startsOn", a.ends_on as "endsOn"
         from subscription_products a join products p on p.id = a.product_id
        where a.subscription_id = $1 order by a.id desc`,
      [subscriptionId],
    );
  }

  async insert(row: Omit<AddOn, 'productCode' | 'productName' | 'endsOn'>): Promise<void> {
    await this.database.execute(
      `insert into subscription_products (id, subscription_id, product_id, quantity, starts_on) values ($1, $2, $3, $4, $5)`,
      [row.id, row.subscriptionId, row.productId, row.quantity, row.startsOn],
    );
  }

  async end(id: string, endsOn: LocalDate): Promise<void> {
    await this.database.execute('update subscription_products set ends_on = $2 where id = $1', [id, endsOn]);
  }
}
