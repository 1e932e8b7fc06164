import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Money of which nobody knows yet whose it is or whether it came: lines of reports in SUSPENSE, orders without an answer, used vouchers that were refunded. */
export class UnclearMoney1764000000048 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table settlement_rows add column suspense_id uuid;
      create index ix_settlement_rows_suspense on settlement_rows (account_id) where suspense_id is not null;
      alter table settlement_decisions drop constraint ck_settlement_decisions_action,
        add constraint ck_settlement_decisions_action check (action in ('PARTIAL', 'ABSORB', 'SETTLE', 'CREDIT', 'INVOICE',
          'REFUND', 'SUSPENSE', 'TAKEN_BACK', 'DISMISS')),
        drop constraint uq_settlement_decisions_row_id;
      create unique index uq_settlement_decisions_row_id on settlement_decisions (row_id, (action = 'SUSPENSE'));

      alter table payment_attempts add column silent_since timestamptz;
      alter table review_decisions drop constraint ck_review_decisions_action,
        add constraint ck_review_decisions_action check (action in ('SETTLE', 'CREDIT', 'INVOICE', 'REFUND', 'DISMISS'));

      create table voucher_returns (
        id              uuid        not null,
        voucher_id      uuid        not null,
        reason          text        not null,
        raised_at       timestamptz not null,
        action          text,
        decision_reason text,
        decided_by      text,
        decided_by_name text,
        decided_at      timestamptz,
        constraint pk_voucher_returns primary key (id),
        constraint fk_voucher_returns_voucher_id foreign key (voucher_id) references vouchers (id) on delete cascade,
        constraint ck_voucher_returns_action check (action in ('END', 'KEEP')),
        constraint ck_voucher_returns_decided
          check (num_nonnulls(action, decision_reason, decided_by, decided_by_name, decided_at) in (0, 5))
      );
      create index ix_voucher_returns_voucher_id on voucher_returns (voucher_id);
      create unique index uq_voucher_returns_open on voucher_returns (voucher_id) where action is null;
      create index ix_voucher_returns_raised_at on voucher_returns (raised_at, id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table voucher_returns;
      update review_decisions set action = 'CREDIT' where action = 'SETTLE';
      alter table review_decisions drop constraint ck_review_decisions_action,
        add constraint ck_review_decisions_action check (action in ('CREDIT', 'INVOICE', 'REFUND', 'DISMISS'));
      alter table payment_attempts drop column silent_since;

      delete from settlement_decisions where action = 'SUSPENSE';
      update settlement_decisions set action = case action when 'TAKEN_BACK' then 'DISMISS' else 'CREDIT' end
       where action in ('SETTLE', 'INVOICE', 'TAKEN_BACK');
      drop index uq_settlement_decisions_row_id;
      alter table settlement_decisions add constraint uq_settlement_decisions_row_id unique (row_id),
        drop constraint ck_settlement_decisions_action,
        add constraint ck_settlement_decisions_action check (action in ('PARTIAL', 'ABSORB', 'CREDIT', 'REFUND', 'DISMISS'));
      drop index ix_settlement_rows_suspense;
      alter table settlement_rows drop column suspense_id;
    `);
  }
}
