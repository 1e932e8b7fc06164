import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What the billing run needs of the catalogue: due subscriptions by who pays, and since when a plan was taken. */
export class CatalogueInRuns1764000000025 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table subscriptions add column plan_since date;
      drop index ix_subscriptions_due_customer;
      create index ix_subscriptions_due_payer on subscriptions ((coalesce(payer_customer_id, customer_id)), next_bill_at)
        where status = 'ACTIVE' and not parked;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index ix_subscriptions_due_payer;
      create index ix_subscriptions_due_customer on subscriptions (customer_id, next_bill_at)
        where status = 'ACTIVE' and not parked;
      alter table subscriptions drop column plan_since;
    `);
  }
}
