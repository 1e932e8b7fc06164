import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Payments and what they settled. */
export class Payments1764000000006 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table payments (
        id               uuid        not null,
        site_id          uuid        not null,
        customer_id      uuid        not null,
        series           text        not null,
        seq              bigint      not null,
        number           text        not null,
        method           text        not null,
        currency         char(3)     not null,
        amount           bigint      not null,
        deposit_amount   bigint      not null default 0,
        received_at      timestamptz not null,
        recorded_at      timestamptz not null,
        recorded_by      text        not null,
        recorded_by_name text        not null,
        external_ref     text,
        note             text        not null default '',
        idempotency_key  text,
        restored_access  boolean     not null default false,
        created_at       timestamptz not null default now(),
        constraint pk_payments primary key (id),
        constraint fk_payments_site_id foreign key (site_id) references sites (id),
        constraint fk_payments_customer_id foreign key (customer_id) references billing_accounts (customer_id),
        constraint uq_payments_series_seq unique (series, seq),
        constraint uq_payments_number unique (number),
        constraint uq_payments_idempotency_key unique (idempotency_key),
        constraint ck_payments_method check (method in ('CASH', 'TRANSFER')),
        constraint ck_payments_amount check (amount > 0 and deposit_amount between 0 and amount)
      );
      create index ix_payments_received_at on payments (received_at, id);
      create index ix_payments_site_id on payments (site_id, received_at, id);
      create index ix_payments_customer_id on payments (customer_id, received_at, id);

      create table payment_allocations (
        payment_id uuid    not null,
        invoice_id uuid    not null,
        amount     bigint  not null,
        currency   char(3) not null,
        constraint pk_payment_allocations primary key (payment_id, invoice_id),
        constraint fk_payment_allocations_payment_id foreign key (payment_id) references payments (id),
        constraint fk_payment_allocations_invoice_id foreign key (invoice_id) references invoices (id),
        constraint ck_payment_allocations_amount check (amount > 0)
      );
      create index ix_payment_allocations_invoice_id on payment_allocations (invoice_id);

      create trigger tr_payments_append_only before update or delete on payments
        for each row execute function refuse_change();
      create trigger tr_payment_allocations_append_only before update or delete on payment_allocations
        for each row execute function refuse_change();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table payment_allocations, payments`);
  }
}
