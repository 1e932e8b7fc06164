import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Bank accounts with reserved amounts and mutations, proofs of transfers, copies of receipts, top-ups of wallets. */
export class PayPage1764000000031 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`insert into ledger_accounts values ('UNIQUE_CODE_INCOME', 'Pendapatan kode unik', 'INCOME')`);
    await this.bankAccounts(runner);
    await this.mutations(runner);
    await this.claims(runner);
    await this.receiptsAndTopUps(runner);
  }

  private async bankAccounts(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table bank_accounts (
        id             uuid        not null,
        site_id        uuid,
        bank           text        not null,
        account_number text        not null,
        holder_name    text        not null,
        currency       char(3)     not null default 'IDR',
        cash_account   text        not null default 'CASH.BANK',
        qris_payload   text,
        code_max       integer     not null default 999,
        code_limit     integer     not null default 9999,
        grace_days     integer     not null default 3,
        extra_to       text        not null default 'DEPOSIT',
        status         text        not null default 'ACTIVE',
        version        integer     not null default 1,
        created_at     timestamptz not null default now(),
        updated_at     timestamptz not null default now(),
        constraint pk_bank_accounts primary key (id),
        constraint uq_bank_accounts_account_number unique (bank, account_number),
        constraint fk_bank_accounts_site_id foreign key (site_id) references sites (id),
        constraint fk_bank_accounts_cash_account foreign key (cash_account) references ledger_accounts (code),
        constraint ck_bank_accounts_codes check (code_max >= 9 and code_limit between code_max and 99999),
        constraint ck_bank_accounts_grace_days check (grace_days between 0 and 30),
        constraint ck_bank_accounts_extra_to check (extra_to in ('DEPOSIT', 'INCOME')),
        constraint ck_bank_accounts_status check (status in ('ACTIVE', 'PAUSED'))
      );
      create index ix_bank_accounts_site_id on bank_accounts (site_id, id);
      create index ix_bank_accounts_cash_account on bank_accounts (cash_account);

      create table unique_amount_reservations (
        id              uuid        not null,
        bank_account_id uuid        not null,
        attempt_id      uuid        not null,
        amount          bigint      not null,
        base_amount     bigint      not null,
        currency        char(3)     not null,
        active          boolean     not null default true,
        reserved_at     timestamptz not null,
        expires_at      timestamptz not null,
        release_at      timestamptz not null,
        constraint pk_unique_amount_reservations primary key (id),
        constraint fk_unique_amount_reservations_bank_account_id foreign key (bank_account_id) references bank_accounts (id),
        constraint fk_unique_amount_reservations_attempt_id foreign key (attempt_id) references payment_attempts (id)
          deferrable initially deferred,
        constraint uq_unique_amount_reservations_attempt_id unique (attempt_id),
        constraint ck_unique_amount_reservations_amount check (base_amount > 0 and amount > base_amount),
        constraint ck_unique_amount_reservations_release_at check (release_at >= expires_at)
      );
      create unique index uq_unique_amount_reservations_amount on unique_amount_reservations (bank_account_id, amount)
        where active;
      create index ix_unique_amount_reservations_bank_account_id on unique_amount_reservations (bank_account_id, amount);
      create index ix_unique_amount_reservations_release_at on unique_amount_reservations (bank_account_id, release_at)
        where active;
    `);
  }

  private async mutations(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table bank_mutations (
        id               uuid        not null,
        bank_account_id  uuid        not null,
        booked_on        date        not null,
        booked_at        timestamptz,
        direction        text        not null,
        amount           bigint      not null,
        currency         char(3)     not null,
        description      text        not null,
        description_hash bytea       not null,
        running_no       integer     not null,
        external_id      text,
        source           text        not null,
        state            text        not null,
        candidates       integer     not null default 0,
        attempt_id       uuid,
        payment_id       uuid,
        note             text        not null default '',
        decided_by       text,
        decided_by_name  text,
        decided_at       timestamptz,
        created_at       timestamptz not null,
        constraint pk_bank_mutations primary key (id),
        constraint fk_bank_mutations_bank_account_id foreign key (bank_account_id) references bank_accounts (id),
        constraint fk_bank_mutations_attempt_id foreign key (attempt_id) references payment_attempts (id),
        constraint fk_bank_mutations_payment_id foreign key (payment_id) references payments (id),
        constraint uq_bank_mutations_row
          unique (bank_account_id, booked_on, direction, amount, description_hash, running_no),
        constraint ck_bank_mutations_direction check (direction in ('CREDIT', 'DEBIT')),
        constraint ck_bank_mutations_state
          check (state in ('NEW', 'MATCHED', 'REVIEW', 'RECORDED', 'IGNORED', 'NOT_OURS')),
        constraint ck_bank_mutations_amount check (amount > 0 and running_no > 0)
      );
      create unique index uq_bank_mutations_external_id on bank_mutations (bank_account_id, external_id)
        where external_id is not null;
      create index ix_bank_mutations_state on bank_mutations (bank_account_id, state, booked_on, id);
      create index ix_bank_mutations_attempt_id on bank_mutations (attempt_id);
      create index ix_bank_mutations_payment_id on bank_mutations (payment_id);
    `);
  }

  private async claims(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table payment_claims (
        id              uuid        not null,
        site_id         uuid        not null,
        customer_id     uuid        not null,
        invoice_id      uuid,
        attempt_id      uuid,
        amount          bigint      not null,
        currency        char(3)     not null,
        bank            text        not null default '',
        sender_name     text        not null default '',
        transferred_on  date,
        source          text        not null,
        status          text        not null default 'SUBMITTED',
        file_sha256     bytea       not null,
        file_phash      text,
        file_type       text        not null,
        file_content    bytea       not null,
        duplicate_of_id uuid,
        similar_to_id   uuid,
        hold_until_at   timestamptz,
        payment_id      uuid,
        reason          text        not null default '',
        submitted_by    text        not null,
        submitted_at    timestamptz not null,
        decided_by      text,
        decided_by_name text,
        decided_at      timestamptz,
        version         integer     not null default 1,
        constraint pk_payment_claims primary key (id),
        constraint fk_payment_claims_site_id foreign key (site_id) references sites (id),
        constraint fk_payment_claims_customer_id foreign key (customer_id) references customers (id),
        constraint fk_payment_claims_invoice_id foreign key (invoice_id) references invoices (id),
        constraint fk_payment_claims_attempt_id foreign key (attempt_id) references payment_attempts (id),
        constraint fk_payment_claims_payment_id foreign key (payment_id) references payments (id),
        constraint fk_payment_claims_duplicate_of_id foreign key (duplicate_of_id) references payment_claims (id),
        constraint fk_payment_claims_similar_to_id foreign key (similar_to_id) references payment_claims (id),
        constraint uq_payment_claims_payment_id unique (payment_id),
        constraint ck_payment_claims_amount check (amount > 0),
        constraint ck_payment_claims_source check (source in ('PAY_PAGE', 'STAFF', 'WHATSAPP')),
        constraint ck_payment_claims_status check (status in ('SUBMITTED', 'DUPLICATE', 'APPROVED', 'REJECTED')),
        constraint ck_payment_claims_approved check ((status = 'APPROVED') = (payment_id is not null)),
        constraint ck_payment_claims_decided
          check ((status in ('APPROVED', 'REJECTED')) = (decided_at is not null)),
        constraint ck_payment_claims_file_type
          check (file_type in ('image/jpeg', 'image/png', 'image/webp', 'application/pdf'))
      );
      create index ix_payment_claims_site_id on payment_claims (site_id, submitted_at, id);
      create index ix_payment_claims_customer_id on payment_claims (customer_id, submitted_at, id);
      create index ix_payment_claims_invoice_id on payment_claims (invoice_id);
      create index ix_payment_claims_attempt_id on payment_claims (attempt_id);
      create index ix_payment_claims_duplicate_of_id on payment_claims (duplicate_of_id);
      create index ix_payment_claims_similar_to_id on payment_claims (similar_to_id);
      create index ix_payment_claims_file_sha256 on payment_claims (file_sha256);
      create index ix_payment_claims_open on payment_claims (customer_id, hold_until_at) where status = 'SUBMITTED';
    `);
  }

  private async receiptsAndTopUps(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table receipt_copies (
        payment_id uuid        not null,
        copies     integer     not null,
        last_at    timestamptz not null,
        constraint pk_receipt_copies primary key (payment_id),
        constraint fk_receipt_copies_payment_id foreign key (payment_id) references payments (id),
        constraint ck_receipt_copies_copies check (copies > 0)
      );

      create table wallet_top_ups (
        id              uuid        not null,
        site_id         uuid        not null,
        customer_id     uuid        not null,
        amount          bigint      not null,
        currency        char(3)     not null,
        status          text        not null default 'OPEN',
        payment_id      uuid,
        created_by      text        not null,
        created_at      timestamptz not null,
        expires_at      timestamptz not null,
        constraint pk_wallet_top_ups primary key (id),
        constraint fk_wallet_top_ups_site_id foreign key (site_id) references sites (id),
        constraint fk_wallet_top_ups_customer_id foreign key (customer_id) references customers (id),
        constraint fk_wallet_top_ups_payment_id foreign key (payment_id) references payments (id)
          deferrable initially deferred,
        constraint ck_wallet_top_ups_amount check (amount > 0),
        constraint ck_wallet_top_ups_status check (status in ('OPEN', 'PAID')),
        constraint ck_wallet_top_ups_paid check ((status = 'PAID') = (payment_id is not null))
      );
      create index ix_wallet_top_ups_site_id on wallet_top_ups (site_id, id);
      create index ix_wallet_top_ups_customer_id on wallet_top_ups (customer_id, id);
      create index ix_wallet_top_ups_payment_id on wallet_top_ups (payment_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table wallet_top_ups, receipt_copies, payment_claims, bank_mutations, unique_amount_reservations, bank_accounts;
      delete from ledger_accounts where code = 'UNIQUE_CODE_INCOME';
    `);
  }
}
