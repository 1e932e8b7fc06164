import { type MigrationInterface, type QueryRunner } from 'typeorm';

const KINDS = `'RECURRING', 'SETUP', 'ADD_ON', 'ONE_OFF', 'CHANGE', 'DAILY', 'LATE_FEE', 'ROUNDING', 'OPENING_BALANCE'`;

/** Drafts, credit notes, wallets, commissions, closed periods; what else an invoice has to remember. */
export class Documents1764000000022 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await this.invoices(runner);
    await this.creditNotes(runner);
    await this.wallets(runner);
  }

  private async invoices(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger tr_invoices_immutable on invoices;
      drop trigger tr_invoices_kept on invoices;
      drop trigger tr_invoice_lines_immutable on invoice_lines;
      alter table invoices drop constraint ck_invoices_status;
      alter table invoices
        alter column series drop not null, alter column seq drop not null, alter column number drop not null,
        add column issuer jsonb not null default '{}',
        add column discount_amount bigint not null default 0,
        add column withheld_amount bigint not null default 0,
        add column replaces_invoice_id uuid,
        add column void_reason text,
        add column tax_document jsonb,
        add column tax_locked_at timestamptz,
        add column content_hash bytea,
        add column paid_on date,
        add constraint fk_invoices_replaces_invoice_id foreign key (replaces_invoice_id) references invoices (id),
        add constraint ck_invoices_status check (status in ('DRAFT', 'OPEN', 'PAID', 'VOID', 'UNCOLLECTIBLE')),
        add constraint ck_invoices_number check (num_nonnulls(series, seq, number) = case status when 'DRAFT' then 0 else 3 end),
        add constraint ck_invoices_discount_amount check (discount_amount >= 0),
        add constraint ck_invoices_withheld_amount check (withheld_amount between 0 and paid_amount),
        add constraint ck_invoices_void check (status <> 'VOID' or paid_amount = 0);
      create index ix_invoices_replaces_invoice_id on invoices (replaces_invoice_id);
      create index ix_invoices_customer_id on invoices (customer_id, id);

      alter table invoice_lines
        add column voided boolean not null default false,
        add column kind text not null default 'RECURRING',
        add column service_customer_id uuid,
        add column plan_id uuid,
        add column product_id uuid,
        add column natural_days smallint,
        add column base_amount bigint,
        add column gross_amount bigint not null default 0,
        add column discount_amount bigint not null default 0,
        add column revenue_account text not null default 'REVENUE.INTERNET',
        add constraint fk_invoice_lines_service_customer_id foreign key (service_customer_id) references customers (id),
        add constraint fk_invoice_lines_plan_id foreign key (plan_id) references plans (id),
        add constraint fk_invoice_lines_product_id foreign key (product_id) references products (id),
        add constraint fk_invoice_lines_revenue_account foreign key (revenue_account) references ledger_accounts (code),
        add constraint ck_invoice_lines_kind check (kind in (${KINDS})),
        add constraint ck_invoice_lines_discount_amount check (discount_amount >= 0);
      drop index uq_invoice_lines_charge;
      create unique index uq_invoice_lines_charge on invoice_lines (subscription_id, period_start, charge_code)
        where not voided;
      create index ix_invoice_lines_subscription_id on invoice_lines (subscription_id, period_start);
      create index ix_invoice_lines_service_customer_id on invoice_lines (service_customer_id);
      create index ix_invoice_lines_plan_id on invoice_lines (plan_id);
      create index ix_invoice_lines_product_id on invoice_lines (product_id);
      create index ix_invoice_lines_revenue_account on invoice_lines (revenue_account);

      create function invoice_line_text(l invoice_lines) returns text language sql stable as $$
        select concat_ws('|', l.line_no, coalesce(l.subscription_id::text, ''), l.charge_code,
          coalesce((l.period_start - date '1970-01-01')::text, ''), coalesce((l.period_end - date '1970-01-01')::text, ''),
          l.description, l.quantity, l.unit_price_amount, l.net_amount, l.tax_amount, l.tax_code, l.tax_num, l.tax_den,
          l.tax_inclusive)
      $$;
      create function invoice_lines_text(invoice uuid) returns text language sql stable as $$
        select string_agg(invoice_line_text(l), E'\\n' order by line_no) from invoice_lines l where invoice_id = invoice
      $$;
      create function invoice_hash(number text, customer_id uuid, currency text, net bigint, tax bigint, total bigint,
        issued_on date, due_on date, customer jsonb, issuer jsonb, lines_digest bytea) returns bytea language sql stable as $$
        select sha256(convert_to(concat_ws('|', number, customer_id, currency, net, tax, total, issued_on - date '1970-01-01',
                 due_on - date '1970-01-01', customer, issuer, encode(lines_digest, 'hex')), 'UTF8'))
      $$;
      update invoices set content_hash = invoice_hash(number, customer_id, currency, net_amount, tax_amount, total_amount,
        issued_on, due_on, customer, issuer, sha256(convert_to(invoice_lines_text(id), 'UTF8')));

      create trigger tr_invoices_immutable before update of
        id, site_id, customer_id, run_id, series, seq, number, bill_key, currency, net_amount, tax_amount, total_amount,
        discount_amount, issued_on, due_on, overdue_at, customer, issuer, replaces_invoice_id, content_hash, created_at
        on invoices for each row when (old.status <> 'DRAFT') execute function refuse_change();
      -- why: a payment that is taken back gives fresh days to pay; nobody is ever isolated earlier than was printed
      create trigger tr_invoices_isolir_at before update of isolir_at on invoices
        for each row when (old.status <> 'DRAFT' and new.isolir_at < old.isolir_at) execute function refuse_change();
      create trigger tr_invoices_kept before delete on invoices
        for each row when (old.status <> 'DRAFT') execute function refuse_change();
      create function refuse_change_of_final_line() returns trigger language plpgsql as $$
      declare
        state text := (select status from invoices where id = old.invoice_id);
      begin
        -- why: a line of a void invoice frees its period for another one; nothing else of it may change
        if tg_op = 'UPDATE' and state = 'VOID' and new.voided and to_jsonb(new) - 'voided' = to_jsonb(old) - 'voided' then
          return new;
        end if;
        if state is distinct from 'DRAFT' then
          raise exception '% of % is not allowed', tg_op, tg_table_name using errcode = 'restrict_violation';
        end if;
        return case tg_op when 'DELETE' then old else new end;
      end $$;
      create trigger tr_invoice_lines_immutable before update or delete on invoice_lines
        for each row execute function refuse_change_of_final_line();
    `);
  }

  private async creditNotes(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table credit_notes (
        id                uuid        not null,
        site_id           uuid        not null,
        customer_id       uuid        not null,
        invoice_id        uuid        not null,
        source_key        text        not null,
        series            text        not null,
        seq               bigint      not null,
        number            text        not null,
        reason            text        not null,
        currency          char(3)     not null,
        net_amount        bigint      not null,
        tax_amount        bigint      not null,
        total_amount      bigint      not null,
        offset_amount     bigint      not null,
        wallet_amount     bigint      not null,
        issued_on         date        not null,
        customer          jsonb       not null,
        issuer            jsonb       not null default '{}',
        created_by        text        not null,
        created_at        timestamptz not null default now(),
        constraint pk_credit_notes primary key (id),
        constraint fk_credit_notes_site_id foreign key (site_id) references sites (id),
        constraint fk_credit_notes_customer_id foreign key (customer_id) references billing_accounts (customer_id),
        constraint fk_credit_notes_invoice_id foreign key (invoice_id) references invoices (id),
        constraint uq_credit_notes_series_seq unique (series, seq),
        constraint uq_credit_notes_number unique (number),
        constraint uq_credit_notes_source_key unique (source_key),
        constraint ck_credit_notes_total check (total_amount = net_amount + tax_amount and total_amount > 0),
        constraint ck_credit_notes_use check (offset_amount >= 0 and wallet_amount >= 0
          and offset_amount + wallet_amount = total_amount)
      );
      create index ix_credit_notes_site_id on credit_notes (site_id, id);
      create index ix_credit_notes_customer_id on credit_notes (customer_id, id);
      create index ix_credit_notes_invoice_id on credit_notes (invoice_id);

      create table credit_note_lines (
        id              uuid    not null,
        credit_note_id  uuid    not null,
        line_no         integer not null,
        invoice_line_id uuid    not null,
        period_start    date,
        period_end      date,
        description     text    not null,
        net_amount      bigint  not null,
        tax_amount      bigint  not null,
        currency        char(3) not null,
        constraint pk_credit_note_lines primary key (id),
        constraint fk_credit_note_lines_credit_note_id foreign key (credit_note_id) references credit_notes (id),
        constraint fk_credit_note_lines_invoice_line_id foreign key (invoice_line_id) references invoice_lines (id),
        constraint uq_credit_note_lines_credit_note_id_line_no unique (credit_note_id, line_no),
        constraint ck_credit_note_lines_amounts check (net_amount >= 0 and tax_amount >= 0)
      );
      create index ix_credit_note_lines_invoice_line_id on credit_note_lines (invoice_line_id);

      create trigger tr_credit_notes_immutable before update or delete on credit_notes
        for each row execute function refuse_change();
      create trigger tr_credit_note_lines_immutable before update or delete on credit_note_lines
        for each row execute function refuse_change();
    `);
  }

  private async wallets(runner: QueryRunner): Promise<void> {
    await runner.query(`
      insert into ledger_accounts values
        ('REVENUE.HOTSPOT', 'Pendapatan hotspot', 'INCOME'),
        ('REVENUE.STATIC', 'Pendapatan IP statis', 'INCOME'),
        ('REVENUE.SETUP', 'Pendapatan pemasangan', 'INCOME'),
        ('REVENUE.OTHER', 'Pendapatan lain', 'INCOME'),
        ('OPENING_BALANCE', 'Saldo awal', 'INCOME'),
        ('CREDIT_BALANCE', 'Saldo kredit pelanggan', 'LIABILITY'),
        ('COMMISSION', 'Komisi', 'EXPENSE'),
        ('GOODWILL', 'Kredit niat baik', 'EXPENSE');

      alter table billing_accounts
        add column credit_amount bigint not null default 0,
        add column auto_pay boolean not null default true,
        add column tax_exempt boolean not null default false,
        add column withholds_tax boolean not null default false,
        add column policies jsonb not null default '{}',
        add column version integer not null default 1,
        add constraint ck_billing_accounts_credit_amount check (credit_amount >= 0);

      create table wallet_movements (
        id             uuid        not null,
        customer_id    uuid        not null,
        wallet         text        not null,
        kind           text        not null,
        amount         bigint      not null,
        balance_amount bigint      not null,
        currency       char(3)     not null,
        ref_type       text        not null,
        ref_id         uuid        not null,
        invoice_id     uuid,
        note           text        not null default '',
        happened_at    timestamptz not null,
        created_at     timestamptz not null default now(),
        constraint pk_wallet_movements primary key (id),
        constraint fk_wallet_movements_customer_id foreign key (customer_id) references billing_accounts (customer_id),
        constraint fk_wallet_movements_invoice_id foreign key (invoice_id) references invoices (id),
        constraint uq_wallet_movements_ref unique nulls not distinct (ref_type, ref_id, wallet, kind, invoice_id),
        constraint ck_wallet_movements_wallet check (wallet in ('DEPOSIT', 'CREDIT')),
        constraint ck_wallet_movements_amount check (amount <> 0),
        constraint ck_wallet_movements_balance_amount check (balance_amount >= 0)
      );
      create index ix_wallet_movements_customer_id on wallet_movements (customer_id, id);
      create index ix_wallet_movements_invoice_id on wallet_movements (invoice_id);
      insert into wallet_movements (id, customer_id, wallet, kind, amount, balance_amount, currency, ref_type, ref_id,
             happened_at)
      select gen_random_uuid(), customer_id, 'DEPOSIT', 'OPENING', deposit_amount, deposit_amount, currency, 'OPENING',
             customer_id, now() from billing_accounts where deposit_amount > 0;
      create trigger tr_wallet_movements_append_only before update or delete on wallet_movements
        for each row execute function refuse_change();

      create table commission_rates (
        reseller_id uuid    not null,
        valid_from  date    not null,
        rate_bp     integer not null,
        created_by  text    not null default '',
        constraint pk_commission_rates primary key (reseller_id, valid_from),
        constraint fk_commission_rates_reseller_id foreign key (reseller_id) references resellers (id),
        constraint ck_commission_rates_rate_bp check (rate_bp between 0 and 10000)
      );

      create table commission_accruals (
        id          uuid        not null,
        reseller_id uuid        not null,
        invoice_id  uuid        not null,
        ref_type    text        not null,
        ref_id      uuid        not null,
        rate_bp     integer     not null,
        paid_amount bigint      not null,
        amount      bigint      not null,
        currency    char(3)     not null,
        accrued_at  timestamptz not null,
        constraint pk_commission_accruals primary key (id),
        constraint fk_commission_accruals_reseller_id foreign key (reseller_id) references resellers (id),
        constraint fk_commission_accruals_invoice_id foreign key (invoice_id) references invoices (id),
        constraint uq_commission_accruals_ref unique (invoice_id, ref_type, ref_id)
      );
      create index ix_commission_accruals_reseller_id on commission_accruals (reseller_id, accrued_at);
      create trigger tr_commission_accruals_append_only before update or delete on commission_accruals
        for each row execute function refuse_change();

      create table commission_payouts (
        id           uuid        not null,
        reseller_id  uuid        not null,
        paid_amount  bigint      not null,
        currency     char(3)     not null,
        cash_account text        not null,
        note         text        not null default '',
        paid_at      timestamptz not null,
        created_by   text        not null,
        created_at   timestamptz not null default now(),
        constraint pk_commission_payouts primary key (id),
        constraint fk_commission_payouts_reseller_id foreign key (reseller_id) references resellers (id),
        constraint fk_commission_payouts_cash_account foreign key (cash_account) references ledger_accounts (code),
        constraint ck_commission_payouts_paid_amount check (paid_amount > 0)
      );
      create index ix_commission_payouts_reseller_id on commission_payouts (reseller_id, paid_at);
      create index ix_commission_payouts_cash_account on commission_payouts (cash_account);
      create trigger tr_commission_payouts_append_only before update or delete on commission_payouts
        for each row execute function refuse_change();

      create table tax_withholdings (
        id              uuid        not null,
        invoice_id      uuid        not null,
        certificate     text        not null,
        withheld_amount bigint      not null,
        currency        char(3)     not null,
        received_at     timestamptz not null,
        created_by      text        not null,
        created_at      timestamptz not null default now(),
        constraint pk_tax_withholdings primary key (id),
        constraint fk_tax_withholdings_invoice_id foreign key (invoice_id) references invoices (id),
        constraint uq_tax_withholdings_invoice_id_certificate unique (invoice_id, certificate),
        constraint ck_tax_withholdings_withheld_amount check (withheld_amount > 0)
      );
      create trigger tr_tax_withholdings_append_only before update or delete on tax_withholdings
        for each row execute function refuse_change();

      create table accounting_periods (
        month       date        not null,
        state       text        not null,
        closed_at   timestamptz,
        closed_by   text,
        figures     jsonb       not null default '{}',
        version     integer     not null default 1,
        constraint pk_accounting_periods primary key (month),
        constraint ck_accounting_periods_month check (extract(day from month) = 1),
        constraint ck_accounting_periods_state check (state in ('OPEN', 'CLOSED'))
      );
      create function refuse_closed_period() returns trigger language plpgsql as $$
      begin
        -- why: closing a month takes the same lock alone, so that no posting is on its way into it
        perform pg_advisory_xact_lock_shared(hashtext('accounting-periods'));
        if exists (
          select from added a join accounting_periods p on p.month = date_trunc('month', a.posted_on)::date
           where p.state = 'CLOSED'
        ) then
          raise exception 'the accounting period is closed'
            using errcode = 'check_violation', constraint = 'ck_ledger_transactions_period_open';
        end if;
        return null;
      end $$;
      create trigger tr_ledger_transactions_period_open after insert on ledger_transactions
        referencing new table as added for each statement execute function refuse_closed_period();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger tr_ledger_transactions_period_open on ledger_transactions;
      drop function refuse_closed_period();
      drop table accounting_periods, tax_withholdings, commission_payouts, commission_accruals, commission_rates,
        wallet_movements;
      alter table billing_accounts drop column credit_amount, drop column auto_pay, drop column tax_exempt,
        drop column withholds_tax, drop column policies, drop column version;
      drop table credit_note_lines, credit_notes;

      drop trigger tr_invoices_immutable on invoices;
      drop trigger tr_invoices_isolir_at on invoices;
      drop trigger tr_invoices_kept on invoices;
      drop trigger tr_invoice_lines_immutable on invoice_lines;
      drop function refuse_change_of_final_line();
      drop function invoice_hash(text, uuid, text, bigint, bigint, bigint, date, date, jsonb, jsonb, bytea);
      drop function invoice_lines_text(uuid);
      drop function invoice_line_text(invoice_lines);
      delete from invoice_lines where invoice_id in (select id from invoices where status = 'DRAFT');
      delete from invoices where status = 'DRAFT';
      drop index ix_invoice_lines_subscription_id, uq_invoice_lines_charge;
      alter table invoice_lines drop column voided, drop column kind, drop column service_customer_id, drop column plan_id,
        drop column product_id, drop column natural_days, drop column base_amount, drop column gross_amount, drop column discount_amount, drop column revenue_account;
      create unique index uq_invoice_lines_charge on invoice_lines (subscription_id, period_start, charge_code);
      drop index ix_invoices_customer_id;
      alter table invoices
        drop constraint ck_invoices_status, drop constraint ck_invoices_number, drop constraint ck_invoices_void,
        drop column issuer, drop column discount_amount, drop column withheld_amount, drop column replaces_invoice_id,
        drop column void_reason, drop column tax_document, drop column tax_locked_at, drop column content_hash,
        drop column paid_on,
        alter column series set not null, alter column seq set not null, alter column number set not null,
        add constraint ck_invoices_status check (status in ('OPEN', 'PAID', 'VOID', 'UNCOLLECTIBLE'));
      delete from ledger_accounts where code in ('REVENUE.HOTSPOT', 'REVENUE.STATIC', 'REVENUE.SETUP', 'REVENUE.OTHER',
        'OPENING_BALANCE', 'CREDIT_BALANCE', 'COMMISSION', 'GOODWILL');
      create trigger tr_invoices_immutable before update of
        id, site_id, customer_id, run_id, series, seq, number, bill_key, currency, net_amount, tax_amount, total_amount,
        issued_on, due_on, overdue_at, isolir_at, customer, created_at
        on invoices for each row execute function refuse_change();
      create trigger tr_invoices_kept before delete on invoices for each row execute function refuse_change();
      create trigger tr_invoice_lines_immutable before update or delete on invoice_lines
        for each row execute function refuse_change();
    `);
  }
}
