import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Gateways with their accounts and channels, attempts to pay, what gateways told, and payments that come from them. */
export class PaymentCore1764000000029 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      insert into ledger_accounts values
        ('CASH.GATEWAY', 'Kliring payment gateway', 'ASSET'),
        ('GATEWAY_FEE', 'Biaya payment gateway', 'EXPENSE')`);
    await this.accounts(runner);
    await this.attempts(runner);
    await this.events(runner);
    await this.payments(runner);
  }

  private async accounts(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table gateway_accounts (
        id                      uuid        not null,
        code                    text        not null,
        gateway                 text        not null,
        site_id                 uuid,
        name                    text        not null,
        environment             text        not null,
        settings                jsonb       not null default '{}',
        secrets_sealed          text        not null,
        previous_secrets_sealed text,
        previous_until_at       timestamptz,
        cash_account            text        not null,
        status                  text        not null default 'ACTIVE',
        currency                char(3)     not null,
        min_amount              bigint      not null default 0,
        max_amount              bigint,
        priority                integer     not null default 100,
        channels_refreshed_at   timestamptz,
        version                 integer     not null default 1,
        created_at              timestamptz not null default now(),
        updated_at              timestamptz not null default now(),
        constraint pk_gateway_accounts primary key (id),
        constraint uq_gateway_accounts_code unique (code),
        constraint fk_gateway_accounts_site_id foreign key (site_id) references sites (id),
        constraint fk_gateway_accounts_cash_account foreign key (cash_account) references ledger_accounts (code),
        constraint ck_gateway_accounts_status check (status in ('ACTIVE', 'PAUSED')),
        constraint ck_gateway_accounts_environment check (environment in ('PRODUCTION', 'SANDBOX')),
        constraint ck_gateway_accounts_amounts check (min_amount >= 0 and max_amount >= min_amount),
        constraint ck_gateway_accounts_previous check ((previous_secrets_sealed is null) = (previous_until_at is null))
      );
      create index ix_gateway_accounts_site_id on gateway_accounts (site_id);
      create index ix_gateway_accounts_cash_account on gateway_accounts (cash_account);

      create table gateway_channels (
        account_id      uuid        not null,
        channel         text        not null,
        name            text        not null,
        kind            text        not null,
        enabled         boolean     not null default true,
        offered         boolean     not null default true,
        fee_flat_amount bigint      not null default 0,
        fee_percent_bp  integer     not null default 0,
        bearer          text        not null default 'MERCHANT',
        min_amount      bigint      not null default 0,
        max_amount      bigint,
        currency        char(3)     not null,
        updated_at      timestamptz not null default now(),
        constraint pk_gateway_channels primary key (account_id, channel),
        constraint fk_gateway_channels_account_id foreign key (account_id) references gateway_accounts (id) on delete cascade,
        constraint ck_gateway_channels_bearer check (bearer in ('MERCHANT', 'CUSTOMER')),
        constraint ck_gateway_channels_fee check (fee_flat_amount >= 0 and fee_percent_bp between 0 and 10000),
        constraint ck_gateway_channels_amounts check (min_amount >= 0 and max_amount >= min_amount)
      );`);
  }

  private async attempts(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table payment_attempts (
        id                uuid        not null,
        target_kind       text        not null,
        target_id         uuid        not null,
        customer_id       uuid,
        site_id           uuid        not null,
        gateway           text        not null,
        account_id        uuid        not null,
        merchant_order_id text        not null,
        provider_ref      text,
        amount            bigint      not null,
        fee_amount        bigint      not null default 0,
        claimed_amount    bigint,
        currency          char(3)     not null,
        state             text        not null default 'CREATING',
        reason            text,
        channel           text,
        va_number         text,
        qr_string         text,
        pay_url           text,
        instructions      jsonb,
        return_url        text,
        expires_at        timestamptz,
        next_check_at     timestamptz,
        checks            integer     not null default 0,
        checked_at        timestamptz,
        settled_at        timestamptz,
        version           integer     not null default 1,
        created_at        timestamptz not null,
        updated_at        timestamptz not null,
        constraint pk_payment_attempts primary key (id),
        constraint fk_payment_attempts_customer_id foreign key (customer_id) references customers (id),
        constraint fk_payment_attempts_site_id foreign key (site_id) references sites (id),
        constraint fk_payment_attempts_account_id foreign key (account_id) references gateway_accounts (id),
        constraint uq_payment_attempts_merchant_order_id unique (gateway, account_id, merchant_order_id),
        constraint ck_payment_attempts_target_kind check (target_kind in ('INVOICE', 'TOP_UP', 'VOUCHER_ORDER')),
        constraint ck_payment_attempts_state check (state in ('CREATING', 'PENDING', 'PAID', 'FAILED', 'EXPIRED',
          'CANCELLED', 'UNKNOWN', 'REVIEW', 'REFUNDED', 'CHARGEBACK')),
        constraint ck_payment_attempts_amount check (amount > 0 and fee_amount >= 0 and fee_amount < amount)
      );
      create unique index uq_payment_attempts_provider_ref on payment_attempts (gateway, account_id, provider_ref)
        where provider_ref is not null;
      create unique index uq_payment_attempts_live on payment_attempts (target_kind, target_id)
        where state in ('CREATING', 'PENDING');
      create index ix_payment_attempts_target on payment_attempts (target_kind, target_id, id);
      create index ix_payment_attempts_customer_id on payment_attempts (customer_id, id);
      create index ix_payment_attempts_site_id on payment_attempts (site_id, id);
      create index ix_payment_attempts_account_id on payment_attempts (account_id, id);
      create index ix_payment_attempts_next_check_at on payment_attempts (next_check_at) where next_check_at is not null;`);
  }

  private async events(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table gateway_events (
        id                uuid        not null,
        gateway           text        not null,
        account_id        uuid        not null,
        attempt_id        uuid,
        merchant_order_id text,
        dedupe_key        text        not null,
        received_at       timestamptz not null,
        source_ip         text        not null,
        signature_ok      boolean     not null,
        raw               text,
        result            text,
        error             text,
        deliveries        integer     not null default 1,
        processed_at      timestamptz,
        constraint pk_gateway_events primary key (id),
        constraint fk_gateway_events_account_id foreign key (account_id) references gateway_accounts (id),
        constraint fk_gateway_events_attempt_id foreign key (attempt_id) references payment_attempts (id),
        constraint uq_gateway_events_dedupe_key unique (gateway, account_id, dedupe_key),
        constraint ck_gateway_events_raw check (length(raw) <= 16384),
        constraint ck_gateway_events_result check ((result is null) = (processed_at is null))
      );
      create index ix_gateway_events_account_id on gateway_events (account_id, received_at, id);
      create index ix_gateway_events_attempt_id on gateway_events (attempt_id);
      create index ix_gateway_events_waiting on gateway_events (received_at) where processed_at is null;`);
  }

  private async payments(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table payments drop constraint ck_payments_method;
      alter table payments
        add constraint ck_payments_method check (method in ('CASH', 'TRANSFER', 'GATEWAY')),
        alter column customer_id drop not null,
        add column attempt_id uuid,
        add column cash_account text,
        add column channel text,
        add column fee_amount bigint not null default 0,
        add column collector_id uuid,
        add constraint fk_payments_attempt_id foreign key (attempt_id) references payment_attempts (id),
        add constraint fk_payments_cash_account foreign key (cash_account) references ledger_accounts (code),
        add constraint uq_payments_attempt_id unique (attempt_id),
        add constraint ck_payments_fee_amount check (fee_amount >= 0),
        add constraint ck_payments_attempt check (method <> 'GATEWAY' or attempt_id is not null);
      alter table payments disable trigger tr_payments_append_only;
      update payments set cash_account = case method when 'CASH' then 'CASH.OFFICE' else 'CASH.BANK' end;
      alter table payments enable trigger tr_payments_append_only;
      alter table payments alter column cash_account set not null;
      create index ix_payments_cash_account on payments (cash_account, received_at, id);
      create index ix_payments_collector_id on payments (collector_id, received_at, id);`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index ix_payments_collector_id, ix_payments_cash_account;
      alter table payments
        drop constraint ck_payments_attempt, drop constraint ck_payments_method,
        drop column attempt_id, drop column cash_account, drop column channel, drop column fee_amount,
        drop column collector_id,
        alter column customer_id set not null,
        add constraint ck_payments_method check (method in ('CASH', 'TRANSFER'));
      drop table gateway_events, payment_attempts, gateway_channels, gateway_accounts;
      delete from ledger_accounts where code in ('CASH.GATEWAY', 'GATEWAY_FEE');
    `);
  }
}
