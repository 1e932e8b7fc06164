import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Payments that are taken back: new rows beside the old ones. */
export class PaymentReversals1764000000027 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table payment_reversals (
        id               uuid        not null,
        payment_id       uuid        not null,
        kind             text        not null,
        reason           text        not null,
        currency         char(3)     not null,
        reversed_amount  bigint      not null,
        deposit_amount   bigint      not null,
        lost_amount      bigint      not null,
        reversed_at      timestamptz not null,
        reversed_by      text        not null,
        reversed_by_name text        not null,
        constraint pk_payment_reversals primary key (id),
        constraint fk_payment_reversals_payment_id foreign key (payment_id) references payments (id),
        constraint ck_payment_reversals_kind check (kind in ('REFUND', 'CHARGEBACK', 'MISTAKE')),
        constraint ck_payment_reversals_amount check (reversed_amount > 0 and deposit_amount >= 0 and lost_amount >= 0
          and deposit_amount + lost_amount <= reversed_amount)
      );
      create index ix_payment_reversals_payment_id on payment_reversals (payment_id, id);

      create table payment_reversal_allocations (
        reversal_id     uuid    not null,
        invoice_id      uuid    not null,
        via_deposit     boolean not null,
        reopened_amount bigint  not null,
        currency        char(3) not null,
        constraint pk_payment_reversal_allocations primary key (reversal_id, invoice_id, via_deposit),
        constraint fk_payment_reversal_allocations_reversal_id foreign key (reversal_id) references payment_reversals (id),
        constraint fk_payment_reversal_allocations_invoice_id foreign key (invoice_id) references invoices (id),
        constraint ck_payment_reversal_allocations_reopened_amount check (reopened_amount > 0)
      );
      create index ix_payment_reversal_allocations_invoice_id on payment_reversal_allocations (invoice_id);

      create trigger tr_payment_reversals_append_only before update or delete on payment_reversals
        for each row execute function refuse_change();
      create trigger tr_payment_reversal_allocations_append_only before update or delete on payment_reversal_allocations
        for each row execute function refuse_change();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table payment_reversal_allocations, payment_reversals');
  }
}
