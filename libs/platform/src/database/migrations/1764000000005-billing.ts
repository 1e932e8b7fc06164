import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Plans, subscriptions, invoices, ledger, access intents, billing runs. */
export class Billing1764000000005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await this.plansAndSubscriptions(runner);
    await this.runsAndInvoices(runner);
    await this.ledger(runner);
  }

  private async plansAndSubscriptions(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table tax_codes (
        code             text     not null,
        name             text     not null,
        num              integer  not null,
        den              integer  not null,
        inclusive        boolean  not null default false,
        display_base_num integer,
        display_base_den integer,
        display_rate     text,
        constraint pk_tax_codes primary key (code),
        constraint ck_tax_codes_rate check (num >= 0 and den > 0)
      );
      insert into tax_codes values
        ('NONE', 'Tanpa pajak', 0, 1, false, null, null, null),
        ('PPN', 'PPN 12 % × DPP nilai lain 11/12', 11, 100, false, 11, 12, '12 %'),
        ('PPN_INCLUSIVE', 'PPN termasuk dalam harga', 11, 100, true, 11, 12, '12 %');

      create table plans (
        id              uuid        not null,
        site_id         uuid,
        code            text        not null,
        name            text        not null,
        service_kind    text        not null default 'PPPOE',
        interval_months smallint    not null default 1,
        download_kbps   integer     not null,
        upload_kbps     integer     not null,
        tax_code        text        not null default 'NONE',
        status          text        not null default 'ACTIVE',
        version         integer     not null default 1,
        created_at      timestamptz not null default now(),
        updated_at      timestamptz not null default now(),
        constraint pk_plans primary key (id),
        constraint fk_plans_site_id foreign key (site_id) references sites (id),
        constraint fk_plans_tax_code foreign key (tax_code) references tax_codes (code),
        constraint uq_plans_code unique (code),
        constraint ck_plans_service_kind check (service_kind in ('PPPOE')),
        constraint ck_plans_interval_months check (interval_months in (1, 3, 6, 12)),
        constraint ck_plans_rate check (download_kbps > 0 and upload_kbps > 0),
        constraint ck_plans_status check (status in ('ACTIVE', 'RETIRED'))
      );
      create index ix_plans_site_id on plans (site_id);
      create index ix_plans_tax_code on plans (tax_code);

      create table plan_prices (
        id           uuid        not null,
        plan_id      uuid        not null,
        price_amount bigint      not null,
        currency     char(3)     not null,
        valid_from   date        not null,
        created_at   timestamptz not null default now(),
        constraint pk_plan_prices primary key (id),
        constraint fk_plan_prices_plan_id foreign key (plan_id) references plans (id),
        constraint uq_plan_prices_plan_id_valid_from unique (plan_id, valid_from),
        constraint ck_plan_prices_price_amount check (price_amount >= 0)
      );

      create table billing_accounts (
        customer_id    uuid        not null,
        site_id        uuid        not null,
        time_zone      text        not null,
        currency       char(3)     not null,
        deposit_amount bigint      not null default 0,
        created_at     timestamptz not null default now(),
        updated_at     timestamptz not null default now(),
        constraint pk_billing_accounts primary key (customer_id),
        constraint fk_billing_accounts_customer_id foreign key (customer_id) references customers (id),
        constraint fk_billing_accounts_site_id foreign key (site_id) references sites (id),
        constraint ck_billing_accounts_deposit_amount check (deposit_amount >= 0)
      );
      create index ix_billing_accounts_site_id on billing_accounts (site_id);

      create table subscriptions (
        id                uuid        not null,
        customer_id       uuid        not null,
        site_id           uuid        not null,
        plan_id           uuid        not null,
        status            text        not null default 'PENDING',
        anchor_day        smallint    not null,
        started_on        date,
        ends_on           date,
        next_period_start date,
        next_bill_at      timestamptz,
        parked            boolean     not null default false,
        version           integer     not null default 1,
        created_at        timestamptz not null default now(),
        updated_at        timestamptz not null default now(),
        constraint pk_subscriptions primary key (id),
        constraint fk_subscriptions_customer_id foreign key (customer_id) references billing_accounts (customer_id),
        constraint fk_subscriptions_site_id foreign key (site_id) references sites (id),
        constraint fk_subscriptions_plan_id foreign key (plan_id) references plans (id),
        constraint ck_subscriptions_status check (status in ('PENDING', 'ACTIVE', 'PAUSED', 'ENDED')),
        constraint ck_subscriptions_anchor_day check (anchor_day between 1 and 31),
        constraint ck_subscriptions_pointer
          check (status <> 'ACTIVE' or (started_on is not null and next_period_start is not null and next_bill_at is not null))
      );
      create index ix_subscriptions_customer_id on subscriptions (customer_id);
      create index ix_subscriptions_site_id on subscriptions (site_id, id);
      create index ix_subscriptions_plan_id on subscriptions (plan_id);
      create index ix_subscriptions_due_customer on subscriptions (customer_id, next_bill_at)
        where status = 'ACTIVE' and not parked;
      create index ix_subscriptions_due on subscriptions (next_bill_at) where status = 'ACTIVE' and not parked;

      create table access_intents (
        subscription_id uuid        not null,
        customer_id     uuid        not null,
        desired         text        not null,
        reasons         text[]      not null default '{}',
        version         bigint      not null default 1,
        changed_at      timestamptz not null,
        constraint pk_access_intents primary key (subscription_id),
        constraint fk_access_intents_subscription_id foreign key (subscription_id) references subscriptions (id),
        constraint fk_access_intents_customer_id foreign key (customer_id) references billing_accounts (customer_id),
        constraint ck_access_intents_desired check (desired in ('ENABLED', 'ISOLATED', 'DISABLED'))
      );
      create index ix_access_intents_customer_id on access_intents (customer_id);
    `);
  }

  private async runsAndInvoices(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table billing_runs (
        id            uuid        not null,
        as_of         timestamptz not null,
        site_id       uuid,
        dry_run       boolean     not null default false,
        trigger       text        not null,
        requested_by  text        not null,
        state         text        not null default 'RUNNING',
        invoice_count integer     not null default 0,
        line_count    integer     not null default 0,
        parked_count  integer     not null default 0,
        total_amount  bigint      not null default 0,
        currency      char(3)     not null default 'IDR',
        error         text,
        started_at    timestamptz not null default now(),
        finished_at   timestamptz,
        progress_at   timestamptz not null default now(),
        constraint pk_billing_runs primary key (id),
        constraint fk_billing_runs_site_id foreign key (site_id) references sites (id),
        constraint ck_billing_runs_trigger check (trigger in ('SCHEDULE', 'MANUAL')),
        constraint ck_billing_runs_state check (state in ('RUNNING', 'COMPLETED', 'STOPPED', 'FAILED'))
      );
      create index ix_billing_runs_site_id on billing_runs (site_id);

      create table parked_subscriptions (
        id              uuid        not null,
        subscription_id uuid        not null,
        run_id          uuid,
        code            text        not null,
        reason          text        not null,
        parked_at       timestamptz not null default now(),
        unparked_at     timestamptz,
        unparked_by     text,
        constraint pk_parked_subscriptions primary key (id),
        constraint fk_parked_subscriptions_subscription_id foreign key (subscription_id) references subscriptions (id),
        constraint fk_parked_subscriptions_run_id foreign key (run_id) references billing_runs (id)
      );
      create unique index uq_parked_subscriptions_open on parked_subscriptions (subscription_id) where unparked_at is null;
      create index ix_parked_subscriptions_subscription_id on parked_subscriptions (subscription_id);
      create index ix_parked_subscriptions_run_id on parked_subscriptions (run_id);

      create table number_series (
        series     text        not null,
        last_no    bigint      not null default 0,
        updated_at timestamptz not null default now(),
        constraint pk_number_series primary key (series)
      );

      create table invoices (
        id              uuid        not null,
        site_id         uuid        not null,
        customer_id     uuid        not null,
        run_id          uuid,
        series          text        not null,
        seq             bigint      not null,
        number          text        not null,
        bill_key        text        not null,
        status          text        not null default 'OPEN',
        currency        char(3)     not null,
        net_amount      bigint      not null,
        tax_amount      bigint      not null,
        total_amount    bigint      not null,
        paid_amount     bigint      not null default 0,
        credited_amount bigint      not null default 0,
        issued_on       date        not null,
        due_on          date        not null,
        overdue_at      timestamptz not null,
        isolir_at       timestamptz not null,
        customer        jsonb       not null,
        created_at      timestamptz not null default now(),
        closed_at       timestamptz,
        version         integer     not null default 1,
        constraint pk_invoices primary key (id),
        constraint fk_invoices_site_id foreign key (site_id) references sites (id),
        constraint fk_invoices_customer_id foreign key (customer_id) references billing_accounts (customer_id),
        constraint fk_invoices_run_id foreign key (run_id) references billing_runs (id),
        constraint uq_invoices_series_seq unique (series, seq),
        constraint uq_invoices_customer_id_bill_key unique (customer_id, bill_key),
        constraint ck_invoices_status check (status in ('OPEN', 'PAID', 'VOID', 'UNCOLLECTIBLE')),
        constraint ck_invoices_total check (total_amount = net_amount + tax_amount and total_amount >= 0),
        constraint ck_invoices_settled check (paid_amount >= 0 and credited_amount >= 0
          and paid_amount + credited_amount <= total_amount),
        constraint ck_invoices_paid check (status <> 'PAID' or paid_amount + credited_amount = total_amount)
      );
      create unique index uq_invoices_number on invoices (number);
      create index ix_invoices_site_id on invoices (site_id, id);
      create index ix_invoices_run_id on invoices (run_id);
      create index ix_invoices_open_customer on invoices (customer_id, due_on, seq) where status = 'OPEN';
      create index ix_invoices_open_isolir_at on invoices (isolir_at) where status = 'OPEN';

      create table invoice_lines (
        id                uuid    not null,
        invoice_id        uuid    not null,
        line_no           integer not null,
        subscription_id   uuid,
        charge_code       text    not null default 'RECURRING',
        period_start      date,
        period_end        date,
        description       text    not null,
        quantity          integer not null default 1,
        unit_price_amount bigint  not null,
        net_amount        bigint  not null,
        tax_amount        bigint  not null,
        currency          char(3) not null,
        tax_code          text    not null,
        tax_num           integer not null,
        tax_den           integer not null,
        tax_inclusive     boolean not null,
        constraint pk_invoice_lines primary key (id),
        constraint fk_invoice_lines_invoice_id foreign key (invoice_id) references invoices (id),
        constraint fk_invoice_lines_subscription_id foreign key (subscription_id) references subscriptions (id),
        constraint uq_invoice_lines_invoice_id_line_no unique (invoice_id, line_no),
        constraint ck_invoice_lines_period check (period_end > period_start)
      );
      create unique index uq_invoice_lines_charge on invoice_lines (subscription_id, period_start, charge_code);

      create trigger tr_invoices_immutable before update of
        id, site_id, customer_id, run_id, series, seq, number, bill_key, currency, net_amount, tax_amount, total_amount,
        issued_on, due_on, overdue_at, isolir_at, customer, created_at
        on invoices for each row execute function refuse_change();
      create trigger tr_invoices_kept before delete on invoices for each row execute function refuse_change();
      create trigger tr_invoice_lines_immutable before update or delete on invoice_lines
        for each row execute function refuse_change();
    `);
  }

  private async ledger(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table ledger_accounts (
        code text not null,
        name text not null,
        kind text not null,
        constraint pk_ledger_accounts primary key (code),
        constraint ck_ledger_accounts_kind check (kind in ('ASSET', 'LIABILITY', 'INCOME', 'EXPENSE'))
      );
      insert into ledger_accounts values
        ('AR', 'Piutang pelanggan', 'ASSET'),
        ('CASH.OFFICE', 'Kas kantor', 'ASSET'),
        ('CASH.BANK', 'Bank', 'ASSET'),
        ('WITHHOLDING', 'PPh 23 dipotong pelanggan', 'ASSET'),
        ('DEPOSIT', 'Deposit pelanggan', 'LIABILITY'),
        ('PPN_OUT', 'PPN keluaran', 'LIABILITY'),
        ('SUSPENSE', 'Penerimaan belum teridentifikasi', 'LIABILITY'),
        ('COMMISSION_PAYABLE', 'Utang komisi', 'LIABILITY'),
        ('REVENUE.INTERNET', 'Pendapatan internet', 'INCOME'),
        ('LATE_FEE', 'Denda', 'INCOME'),
        ('CREDIT_NOTE', 'Nota kredit', 'INCOME'),
        ('ROUNDING', 'Pembulatan', 'INCOME'),
        ('BAD_DEBT_RECOVERY', 'Penerimaan piutang hapus', 'INCOME'),
        ('BAD_DEBT', 'Piutang tak tertagih', 'EXPENSE');

      create table ledger_transactions (
        id          uuid        not null,
        ref_type    text        not null,
        ref_id      uuid        not null,
        posted_on   date        not null,
        occurred_at timestamptz not null,
        currency    char(3)     not null,
        created_xid xid8        not null default pg_current_xact_id(),
        created_at  timestamptz not null default now(),
        constraint pk_ledger_transactions primary key (id),
        constraint uq_ledger_transactions_ref_type_ref_id unique (ref_type, ref_id),
        constraint uq_ledger_transactions_id_posted_on unique (id, posted_on)
      );

      create table ledger_entries (
        txn_id      uuid    not null,
        posted_on   date    not null,
        account     text    not null,
        customer_id uuid,
        amount      bigint  not null,
        currency    char(3) not null,
        constraint pk_ledger_entries primary key (txn_id, posted_on, account),
        constraint fk_ledger_entries_txn_id foreign key (txn_id, posted_on) references ledger_transactions (id, posted_on),
        constraint fk_ledger_entries_account foreign key (account) references ledger_accounts (code),
        constraint fk_ledger_entries_customer_id foreign key (customer_id) references customers (id),
        constraint ck_ledger_entries_amount check (amount <> 0)
      ) partition by range (posted_on);
      create index ix_ledger_entries_customer_id on ledger_entries (customer_id, account);
      create index ix_ledger_entries_account on ledger_entries (account);
      create table ledger_entries_rest partition of ledger_entries default;

      -- why enable_seqscan: a plan that a session made while the ledger was small must not read a big one from end to end
      create function check_ledger_balance() returns trigger language plpgsql set enable_seqscan = off as $$
      declare
        balance bigint;
        entries bigint;
      begin
        select sum(amount), count(*) into balance, entries
          from ledger_entries where txn_id = new.id and posted_on = new.posted_on;
        if entries < 2 or balance <> 0 then
          raise exception 'ledger transaction % does not balance: % entries, sum %', new.id, entries, balance
            using errcode = 'check_violation', constraint = 'ck_ledger_transactions_balanced';
        end if;
        return null;
      end $$;
      create constraint trigger tr_ledger_transactions_balanced after insert on ledger_transactions
        deferrable initially deferred for each row execute function check_ledger_balance();

      create function check_ledger_entries_belong() returns trigger language plpgsql set enable_seqscan = off as $$
      begin
        if exists (
          select from added a cross join lateral (
            select created_xid, currency from ledger_transactions where id = a.txn_id limit 1
          ) t
           where t.created_xid <> pg_current_xact_id() or t.currency <> a.currency
        ) then
          raise exception 'a ledger transaction takes its entries only while it is being made, in its own currency'
            using errcode = 'restrict_violation';
        end if;
        return null;
      end $$;
      create trigger tr_ledger_entries_belong after insert on ledger_entries
        referencing new table as added for each statement execute function check_ledger_entries_belong();

      create trigger tr_ledger_transactions_append_only before update or delete on ledger_transactions
        for each row execute function refuse_change();
      create trigger tr_ledger_entries_append_only before update or delete on ledger_entries
        for each row execute function refuse_change();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table ledger_entries, ledger_transactions, ledger_accounts;
      drop function check_ledger_balance();
      drop function check_ledger_entries_belong();
      drop table invoice_lines, invoices, number_series, parked_subscriptions, billing_runs;
      drop table access_intents, subscriptions, billing_accounts, plan_prices, plans, tax_codes;
    `);
  }
}
