import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** How often gateways may be asked, refunds, what gateways have settled, decisions about money in review. */
export class Reconciliation1764000000030 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table gateway_budgets (
        account_id      uuid        not null,
        minute_free_at  timestamptz not null,
        hour_free_at    timestamptz not null,
        refusals        integer     not null default 0,
        refused_at      timestamptz,
        paused_until_at timestamptz,
        constraint pk_gateway_budgets primary key (account_id),
        constraint fk_gateway_budgets_account_id foreign key (account_id) references gateway_accounts (id) on delete cascade
      );

      alter table payment_attempts add column held_at timestamptz;
    `);
    await this.refunds(runner);
    await this.settlements(runner);
    await this.reviews(runner);
  }

  private async refunds(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table refunds (
        id                uuid        not null,
        payment_id        uuid        not null,
        attempt_id        uuid,
        site_id           uuid        not null,
        customer_id       uuid,
        way               text        not null,
        kind              text        not null,
        state             text        not null,
        currency          char(3)     not null,
        refund_amount     bigint      not null,
        reason            text        not null,
        idempotency_key   text        not null,
        cash_account      text        not null,
        proof_ref         text,
        credit_payment_id uuid,
        gateway_ref       text,
        reversal_id       uuid,
        problem           text,
        checks            integer     not null default 0,
        next_check_at     timestamptz,
        requested_by      text        not null,
        requested_by_name text        not null,
        requested_at      timestamptz not null,
        approved_by       text,
        approved_by_name  text,
        approved_at       timestamptz,
        sent_at           timestamptz,
        finished_at       timestamptz,
        version           integer     not null default 1,
        constraint pk_refunds primary key (id),
        constraint fk_refunds_payment_id foreign key (payment_id) references payments (id),
        constraint fk_refunds_attempt_id foreign key (attempt_id) references payment_attempts (id),
        constraint fk_refunds_site_id foreign key (site_id) references sites (id),
        constraint fk_refunds_customer_id foreign key (customer_id) references customers (id),
        constraint fk_refunds_cash_account foreign key (cash_account) references ledger_accounts (code),
        constraint fk_refunds_credit_payment_id foreign key (credit_payment_id) references payments (id),
        constraint fk_refunds_reversal_id foreign key (reversal_id) references payment_reversals (id),
        constraint uq_refunds_idempotency_key unique (idempotency_key),
        constraint uq_refunds_reversal_id unique (reversal_id),
        constraint ck_refunds_way check (way in ('GATEWAY', 'MANUAL', 'CREDIT')),
        constraint ck_refunds_kind check (kind in ('REFUND', 'CHARGEBACK')),
        constraint ck_refunds_state
          check (state in ('REQUESTED', 'APPROVED', 'SENT', 'UNKNOWN', 'DONE', 'FAILED')),
        constraint ck_refunds_amount check (refund_amount > 0),
        constraint ck_refunds_done check ((state = 'DONE') = (reversal_id is not null)),
        constraint ck_refunds_proof check (way <> 'MANUAL' or proof_ref is not null),
        constraint ck_refunds_attempt check (way <> 'GATEWAY' or attempt_id is not null)
      );
      create index ix_refunds_payment_id on refunds (payment_id, id);
      create index ix_refunds_attempt_id on refunds (attempt_id);
      create index ix_refunds_site_id on refunds (site_id, id);
      create index ix_refunds_customer_id on refunds (customer_id, id);
      create index ix_refunds_cash_account on refunds (cash_account);
      create index ix_refunds_credit_payment_id on refunds (credit_payment_id);
      create index ix_refunds_next_check_at on refunds (next_check_at) where next_check_at is not null;
    `);
  }

  private async settlements(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table settlement_reports (
        id             uuid        not null,
        account_id     uuid        not null,
        file_name      text        not null,
        file_sha256    bytea       not null,
        content        bytea,
        content_type   text        not null,
        columns        jsonb       not null default '{}',
        state          text        not null default 'QUEUED',
        row_count      integer     not null default 0,
        repeated_count integer     not null default 0,
        bad_rows       jsonb       not null default '[]',
        problem        text,
        job_id         uuid,
        requested_by   text        not null,
        created_at     timestamptz not null default now(),
        finished_at    timestamptz,
        constraint pk_settlement_reports primary key (id),
        constraint fk_settlement_reports_account_id foreign key (account_id) references gateway_accounts (id),
        constraint ck_settlement_reports_state check (state in ('QUEUED', 'COMPLETED', 'FAILED'))
      );
      create index ix_settlement_reports_account_id on settlement_reports (account_id, id);
      create unique index uq_settlement_reports_file on settlement_reports (account_id, file_sha256)
        where state <> 'FAILED';

      create table settlement_rows (
        id                uuid    not null,
        report_id         uuid    not null,
        account_id        uuid    not null,
        row_no            integer not null,
        row_key           text    not null,
        kind              text    not null,
        merchant_order_id text,
        provider_ref      text,
        currency          char(3) not null,
        gross_amount      bigint  not null,
        fee_amount        bigint  not null,
        net_amount        bigint  not null,
        channel           text,
        paid_on           date,
        settled_on        date,
        state             text    not null default 'UNKNOWN_HERE',
        attempt_id        uuid,
        payment_id        uuid,
        posting_id        uuid,
        constraint pk_settlement_rows primary key (id),
        constraint fk_settlement_rows_report_id foreign key (report_id) references settlement_reports (id),
        constraint fk_settlement_rows_account_id foreign key (account_id) references gateway_accounts (id),
        constraint fk_settlement_rows_attempt_id foreign key (attempt_id) references payment_attempts (id),
        constraint fk_settlement_rows_payment_id foreign key (payment_id) references payments (id),
        constraint uq_settlement_rows_row_key unique (account_id, row_key),
        constraint ck_settlement_rows_kind check (kind in ('PAYMENT', 'REFUND', 'CHARGEBACK', 'PAYOUT')),
        constraint ck_settlement_rows_state check (state in ('MATCHED', 'AMOUNT_DIFFERS', 'UNKNOWN_HERE')),
        constraint ck_settlement_rows_amount check (gross_amount - fee_amount = net_amount)
      );
      create index ix_settlement_rows_report_id on settlement_rows (report_id, row_no);
      create index ix_settlement_rows_attempt_id on settlement_rows (attempt_id);
      create index ix_settlement_rows_payment_id on settlement_rows (payment_id);
      create index ix_settlement_rows_open on settlement_rows (account_id, id) where state <> 'MATCHED' or posting_id is null;

      create table gateway_payouts (
        id             uuid        not null,
        account_id     uuid        not null,
        reference      text        not null,
        currency       char(3)     not null,
        paid_amount    bigint      not null,
        bank_account   text        not null,
        paid_on        date        not null,
        row_id         uuid,
        note           text        not null default '',
        recorded_by    text        not null,
        recorded_at    timestamptz not null,
        constraint pk_gateway_payouts primary key (id),
        constraint fk_gateway_payouts_account_id foreign key (account_id) references gateway_accounts (id),
        constraint fk_gateway_payouts_bank_account foreign key (bank_account) references ledger_accounts (code),
        constraint fk_gateway_payouts_row_id foreign key (row_id) references settlement_rows (id),
        constraint uq_gateway_payouts_reference unique (account_id, reference),
        constraint ck_gateway_payouts_amount check (paid_amount > 0)
      );
      create index ix_gateway_payouts_bank_account on gateway_payouts (bank_account);
      create index ix_gateway_payouts_row_id on gateway_payouts (row_id);
    `);
  }

  private async reviews(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table review_decisions (
        id              uuid        not null,
        attempt_id      uuid,
        event_id        uuid,
        site_id         uuid,
        action          text        not null,
        customer_id     uuid,
        invoice_id      uuid,
        payment_id      uuid,
        refund_id       uuid,
        currency        char(3)     not null,
        decided_amount  bigint      not null,
        reason          text        not null,
        decided_by      text        not null,
        decided_by_name text        not null,
        decided_at      timestamptz not null,
        constraint pk_review_decisions primary key (id),
        constraint fk_review_decisions_attempt_id foreign key (attempt_id) references payment_attempts (id),
        constraint fk_review_decisions_event_id foreign key (event_id) references gateway_events (id),
        constraint fk_review_decisions_site_id foreign key (site_id) references sites (id),
        constraint fk_review_decisions_customer_id foreign key (customer_id) references customers (id),
        constraint fk_review_decisions_invoice_id foreign key (invoice_id) references invoices (id),
        constraint fk_review_decisions_payment_id foreign key (payment_id) references payments (id),
        constraint fk_review_decisions_refund_id foreign key (refund_id) references refunds (id),
        constraint uq_review_decisions_attempt_id unique (attempt_id),
        constraint uq_review_decisions_event_id unique (event_id),
        constraint ck_review_decisions_action check (action in ('CREDIT', 'INVOICE', 'REFUND', 'DISMISS')),
        constraint ck_review_decisions_subject check (num_nonnulls(attempt_id, event_id) = 1)
      );
      create index ix_review_decisions_site_id on review_decisions (site_id);
      create index ix_review_decisions_customer_id on review_decisions (customer_id);
      create index ix_review_decisions_invoice_id on review_decisions (invoice_id);
      create index ix_review_decisions_payment_id on review_decisions (payment_id);
      create index ix_review_decisions_refund_id on review_decisions (refund_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table review_decisions, gateway_payouts, settlement_rows, settlement_reports, refunds, gateway_budgets;
      alter table payment_attempts drop column held_at;
    `);
  }
}
