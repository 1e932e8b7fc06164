import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Anonymous payments that go back, voucher sales in shifts, decisions about lines of settlement reports. */
export class PaymentGaps1764000000041 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table payment_reversals add column income_amount bigint not null default 0,
        drop constraint ck_payment_reversals_amount,
        add constraint ck_payment_reversals_amount check (reversed_amount > 0 and deposit_amount >= 0 and lost_amount >= 0
          and income_amount >= 0 and deposit_amount + lost_amount + income_amount <= reversed_amount);

      create table cash_closing_sales (
        sale_id     uuid    not null,
        kind        text    not null,
        closing_id  uuid    not null,
        sale_amount bigint  not null,
        currency    char(3) not null,
        constraint pk_cash_closing_sales primary key (sale_id, kind),
        constraint fk_cash_closing_sales_closing_id foreign key (closing_id) references cash_closings (id),
        constraint ck_cash_closing_sales_kind check (kind in ('SALE', 'RETURN')),
        constraint ck_cash_closing_sales_amount check (case kind when 'SALE' then sale_amount > 0 else sale_amount < 0 end)
      );
      create index ix_cash_closing_sales_closing_id on cash_closing_sales (closing_id);

      alter table payment_claims alter column file_content drop not null;
      create index ix_payment_claims_decided_at on payment_claims (decided_at)
        where file_content is not null and decided_at is not null;
      create index ix_payment_attempts_silent on payment_attempts (account_id, created_at)
        where state in ('UNKNOWN', 'CREATING');
    `);
    await this.decisions(runner);
  }

  private async decisions(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table settlement_rows drop constraint ck_settlement_rows_state,
        add constraint ck_settlement_rows_state check (state in ('MATCHED', 'AMOUNT_DIFFERS', 'UNKNOWN_HERE', 'DECIDED'));
      drop index ix_settlement_rows_open;
      create index ix_settlement_rows_open on settlement_rows (account_id, id)
        where state <> 'DECIDED' and (state <> 'MATCHED' or posting_id is null);

      create table settlement_decisions (
        id                uuid        not null,
        row_id            uuid        not null,
        action            text        not null,
        difference_amount bigint      not null,
        currency          char(3)     not null,
        customer_id       uuid,
        reversal_id       uuid,
        payment_id        uuid,
        refund_id         uuid,
        reason            text        not null,
        decided_by        text        not null,
        decided_by_name   text        not null,
        decided_at        timestamptz not null,
        constraint pk_settlement_decisions primary key (id),
        constraint fk_settlement_decisions_row_id foreign key (row_id) references settlement_rows (id),
        constraint fk_settlement_decisions_customer_id foreign key (customer_id) references customers (id),
        constraint fk_settlement_decisions_reversal_id foreign key (reversal_id) references payment_reversals (id),
        constraint fk_settlement_decisions_payment_id foreign key (payment_id) references payments (id),
        constraint fk_settlement_decisions_refund_id foreign key (refund_id) references refunds (id),
        constraint uq_settlement_decisions_row_id unique (row_id),
        constraint ck_settlement_decisions_action check (action in ('PARTIAL', 'ABSORB', 'CREDIT', 'REFUND', 'DISMISS'))
      );
      create index ix_settlement_decisions_customer_id on settlement_decisions (customer_id);
      create index ix_settlement_decisions_reversal_id on settlement_decisions (reversal_id);
      create index ix_settlement_decisions_payment_id on settlement_decisions (payment_id);
      create index ix_settlement_decisions_refund_id on settlement_decisions (refund_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index ix_payment_attempts_silent, ix_payment_claims_decided_at;
      update payment_claims set file_content = '' where file_content is null;
      alter table payment_claims alter column file_content set not null;
      drop table settlement_decisions, cash_closing_sales;
      drop index ix_settlement_rows_open;
      create index ix_settlement_rows_open on settlement_rows (account_id, id)
        where state <> 'MATCHED' or posting_id is null;
      update settlement_rows set state = 'AMOUNT_DIFFERS' where state = 'DECIDED';
      alter table settlement_rows drop constraint ck_settlement_rows_state,
        add constraint ck_settlement_rows_state check (state in ('MATCHED', 'AMOUNT_DIFFERS', 'UNKNOWN_HERE'));
      alter table payment_reversals drop constraint ck_payment_reversals_amount, drop column income_amount,
        add constraint ck_payment_reversals_amount check (reversed_amount > 0 and deposit_amount >= 0 and lost_amount >= 0
          and deposit_amount + lost_amount <= reversed_amount);
    `);
  }
}
