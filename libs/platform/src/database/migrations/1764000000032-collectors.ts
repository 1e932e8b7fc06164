import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Collectors and what they took, remittances, commission; cash desks with their book, days and the shifts of cashiers. */
export class Collectors1764000000032 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      insert into ledger_accounts values
        ('CASH_DIFFERENCE', 'Selisih kas', 'INCOME'),
        ('COLLECTOR_COMMISSION', 'Komisi penagih', 'EXPENSE'),
        ('COLLECTOR_COMMISSION_PAYABLE', 'Utang komisi penagih', 'LIABILITY'),
        ('EXPENSE.TRANSPORT', 'Transport', 'EXPENSE'),
        ('EXPENSE.OFFICE', 'Keperluan kantor', 'EXPENSE'),
        ('EXPENSE.MAINTENANCE', 'Perawatan jaringan', 'EXPENSE'),
        ('EXPENSE.OTHER', 'Beban lain', 'EXPENSE'),
        ('INCOME.OTHER', 'Pendapatan lain', 'INCOME');
      create index ix_ledger_entries_account_posted_on on ledger_entries (account, posted_on) include (amount);
      drop index ix_ledger_entries_account;`);
    await this.collectors(runner);
    await this.remittances(runner);
    await this.desks(runner);
    await this.closings(runner);
  }

  private async collectors(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table collectors (
        id                uuid        not null,
        site_id           uuid        not null,
        user_id           uuid        not null,
        code              text        not null,
        cash_account      text        not null,
        active            boolean     not null default true,
        accepts_partial   boolean     not null default true,
        limit_amount      bigint,
        over_limit_policy text        not null default 'WARN',
        max_age_days      integer,
        commission_bp     integer     not null default 0,
        currency          char(3)     not null,
        version           integer     not null default 1,
        created_at        timestamptz not null default now(),
        updated_at        timestamptz not null default now(),
        constraint pk_collectors primary key (id),
        constraint fk_collectors_site_id foreign key (site_id) references sites (id),
        constraint fk_collectors_user_id foreign key (user_id) references users (id),
        constraint fk_collectors_cash_account foreign key (cash_account) references ledger_accounts (code),
        constraint uq_collectors_user_id unique (user_id),
        constraint uq_collectors_code unique (code),
        constraint uq_collectors_cash_account unique (cash_account),
        constraint ck_collectors_code check (code ~ '^[A-Z0-9][A-Z0-9_-]{0,15}$'),
        constraint ck_collectors_limit_amount check (limit_amount >= 0),
        constraint ck_collectors_max_age_days check (max_age_days between 1 and 365),
        constraint ck_collectors_commission_bp check (commission_bp between 0 and 10000),
        constraint ck_collectors_over_limit_policy check (over_limit_policy in ('WARN', 'HOLD_ACCESS', 'BLOCK'))
      );
      create index ix_collectors_site_id on collectors (site_id, id);
      alter table payments add constraint fk_payments_collector_id foreign key (collector_id) references collectors (id);

      create table collector_stops (
        customer_id uuid        not null,
        latitude_e6 integer,
        longitude_e6 integer,
        route_no    integer,
        updated_at  timestamptz not null,
        updated_by  text        not null,
        constraint pk_collector_stops primary key (customer_id),
        constraint fk_collector_stops_customer_id foreign key (customer_id) references customers (id),
        constraint ck_collector_stops_place check ((latitude_e6 is null) = (longitude_e6 is null)
          and latitude_e6 between -90000000 and 90000000 and longitude_e6 between -180000000 and 180000000),
        constraint ck_collector_stops_route_no check (route_no between 0 and 99999)
      );

      create table collector_payments (
        payment_id   uuid        not null,
        collector_id uuid        not null,
        client_id    uuid        not null,
        method       text        not null,
        amount       bigint      not null,
        currency     char(3)     not null,
        collected_at timestamptz not null,
        recorded_at  timestamptz not null,
        in_hand      boolean     not null,
        flags        text[]      not null default '{}',
        reviewed_at  timestamptz,
        reviewed_by  text,
        latitude_e6  integer,
        longitude_e6 integer,
        constraint pk_collector_payments primary key (payment_id),
        constraint fk_collector_payments_payment_id foreign key (payment_id) references payments (id),
        constraint fk_collector_payments_collector_id foreign key (collector_id) references collectors (id),
        constraint uq_collector_payments_client_id unique (collector_id, client_id),
        constraint ck_collector_payments_method check (method in ('CASH', 'TRANSFER', 'OTHER')),
        constraint ck_collector_payments_amount check (amount > 0)
      );
      create index ix_collector_payments_collector_id on collector_payments (collector_id, collected_at, payment_id);
      create index ix_collector_payments_in_hand on collector_payments (collector_id, collected_at) where in_hand;
      create index ix_collector_payments_review on collector_payments (collector_id) where flags <> '{}' and reviewed_at is null;

      create table collector_reversals (
        reversal_id uuid    not null,
        payment_id  uuid    not null,
        amount      bigint  not null,
        currency    char(3) not null,
        constraint pk_collector_reversals primary key (reversal_id),
        constraint fk_collector_reversals_reversal_id foreign key (reversal_id) references payment_reversals (id),
        constraint fk_collector_reversals_payment_id foreign key (payment_id) references collector_payments (payment_id),
        constraint ck_collector_reversals_amount check (amount > 0)
      );
      create index ix_collector_reversals_payment_id on collector_reversals (payment_id);
      create trigger tr_collector_reversals_append_only before update or delete on collector_reversals
        for each row execute function refuse_change();

      create table collector_access_holds (
        override_id uuid not null,
        payment_id  uuid not null,
        constraint pk_collector_access_holds primary key (override_id),
        constraint fk_collector_access_holds_override_id foreign key (override_id) references access_overrides (id),
        constraint fk_collector_access_holds_payment_id foreign key (payment_id) references collector_payments (payment_id)
      );
      create index ix_collector_access_holds_payment_id on collector_access_holds (payment_id);`);
  }

  private async remittances(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table cash_desks (
        id         uuid        not null,
        site_id    uuid,
        account    text        not null,
        name       text        not null,
        active     boolean     not null default true,
        version    integer     not null default 1,
        created_at timestamptz not null default now(),
        constraint pk_cash_desks primary key (id),
        constraint fk_cash_desks_site_id foreign key (site_id) references sites (id),
        constraint fk_cash_desks_account foreign key (account) references ledger_accounts (code),
        constraint uq_cash_desks_account unique (account)
      );
      create index ix_cash_desks_site_id on cash_desks (site_id);
      insert into cash_desks (id, site_id, account, name)
      values ('01990000-0000-7000-8000-000000000032', null, 'CASH.OFFICE', 'Kas kantor');

      create table remittances (
        id                uuid        not null,
        collector_id      uuid        not null,
        site_id           uuid        not null,
        desk_id           uuid        not null,
        state             text        not null default 'DECLARED',
        currency          char(3)     not null,
        covered_amount    bigint      not null,
        shortage_amount   bigint      not null,
        declared_amount   bigint      not null,
        counted_amount    bigint,
        difference_amount bigint,
        surplus_amount    bigint      not null default 0,
        note              text        not null default '',
        declared_at       timestamptz not null,
        declared_by       text        not null,
        declared_by_name  text        not null,
        counted_at        timestamptz,
        counted_by        text,
        counted_by_name   text,
        decided_at        timestamptz,
        decided_by        text,
        decided_by_name   text,
        decision_note     text        not null default '',
        version           integer     not null default 1,
        constraint pk_remittances primary key (id),
        constraint fk_remittances_collector_id foreign key (collector_id) references collectors (id),
        constraint fk_remittances_site_id foreign key (site_id) references sites (id),
        constraint fk_remittances_desk_id foreign key (desk_id) references cash_desks (id),
        constraint ck_remittances_state check (state in ('DECLARED', 'COUNTED', 'APPROVED', 'REJECTED')),
        constraint ck_remittances_amounts check (covered_amount >= 0 and shortage_amount >= 0 and declared_amount >= 0
          and counted_amount >= 0 and surplus_amount >= 0),
        constraint ck_remittances_counted check (state <> 'APPROVED' or (counted_amount > 0 and counted_by is not null)),
        constraint ck_remittances_decided check ((state in ('APPROVED', 'REJECTED')) = (decided_at is not null))
      );
      create unique index uq_remittances_open on remittances (collector_id) where state in ('DECLARED', 'COUNTED');
      create index ix_remittances_collector_id on remittances (collector_id, id);
      create index ix_remittances_site_id on remittances (site_id, id);
      create index ix_remittances_desk_id on remittances (desk_id, id);

      create table remittance_payments (
        remittance_id uuid    not null,
        payment_id    uuid    not null,
        amount        bigint  not null,
        currency      char(3) not null,
        released      boolean not null default false,
        constraint pk_remittance_payments primary key (remittance_id, payment_id),
        constraint fk_remittance_payments_remittance_id foreign key (remittance_id) references remittances (id),
        constraint fk_remittance_payments_payment_id foreign key (payment_id) references collector_payments (payment_id),
        constraint ck_remittance_payments_amount check (amount > 0)
      );
      create unique index uq_remittance_payments_payment_id on remittance_payments (payment_id) where not released;
      create index ix_remittance_payments_payment_id on remittance_payments (payment_id);

      create table collector_commissions (
        id            uuid        not null,
        collector_id  uuid        not null,
        remittance_id uuid,
        reversal_id   uuid,
        base_amount   bigint      not null,
        rate_bp       integer     not null,
        amount        bigint      not null,
        currency      char(3)     not null,
        accrued_at    timestamptz not null,
        constraint pk_collector_commissions primary key (id),
        constraint fk_collector_commissions_collector_id foreign key (collector_id) references collectors (id),
        constraint fk_collector_commissions_remittance_id foreign key (remittance_id) references remittances (id),
        constraint fk_collector_commissions_reversal_id foreign key (reversal_id) references payment_reversals (id),
        constraint uq_collector_commissions_remittance_id unique (remittance_id),
        constraint uq_collector_commissions_reversal_id unique (reversal_id),
        constraint ck_collector_commissions_source check (num_nonnulls(remittance_id, reversal_id) = 1)
      );
      create index ix_collector_commissions_collector_id on collector_commissions (collector_id, id);
      create trigger tr_collector_commissions_append_only before update or delete on collector_commissions
        for each row execute function refuse_change();

      create table collector_commission_payouts (
        id           uuid        not null,
        collector_id uuid        not null,
        desk_id      uuid        not null,
        amount       bigint      not null,
        currency     char(3)     not null,
        note         text        not null default '',
        paid_at      timestamptz not null,
        paid_by      text        not null,
        paid_by_name text        not null,
        constraint pk_collector_commission_payouts primary key (id),
        constraint fk_collector_commission_payouts_collector_id foreign key (collector_id) references collectors (id),
        constraint fk_collector_commission_payouts_desk_id foreign key (desk_id) references cash_desks (id),
        constraint ck_collector_commission_payouts_amount check (amount > 0)
      );
      create index ix_collector_commission_payouts_collector_id on collector_commission_payouts (collector_id, id);
      create index ix_collector_commission_payouts_desk_id on collector_commission_payouts (desk_id, id);
      create trigger tr_collector_commission_payouts_append_only before update or delete on collector_commission_payouts
        for each row execute function refuse_change();`);
  }

  private async desks(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table cash_days (
        desk_id        uuid        not null,
        day            date        not null,
        currency       char(3)     not null,
        opening_amount bigint      not null,
        closing_amount bigint      not null,
        report         jsonb       not null,
        prints         integer     not null default 0,
        closed_at      timestamptz not null,
        closed_by      text        not null,
        closed_by_name text        not null,
        constraint pk_cash_days primary key (desk_id, day),
        constraint fk_cash_days_desk_id foreign key (desk_id) references cash_desks (id)
      );

      create table cash_categories (
        code      text    not null,
        direction text    not null,
        account   text    not null,
        name      text    not null,
        active    boolean not null default true,
        constraint pk_cash_categories primary key (code),
        constraint fk_cash_categories_account foreign key (account) references ledger_accounts (code),
        constraint ck_cash_categories_code check (code ~ '^[A-Z0-9][A-Z0-9_-]{0,31}$'),
        constraint ck_cash_categories_direction check (direction in ('IN', 'OUT'))
      );
      create index ix_cash_categories_account on cash_categories (account);
      insert into cash_categories (code, direction, account, name) values
        ('TRANSPORT', 'OUT', 'EXPENSE.TRANSPORT', 'Transport'),
        ('OFFICE', 'OUT', 'EXPENSE.OFFICE', 'Keperluan kantor'),
        ('MAINTENANCE', 'OUT', 'EXPENSE.MAINTENANCE', 'Perawatan jaringan'),
        ('EXPENSE', 'OUT', 'EXPENSE.OTHER', 'Pengeluaran lain'),
        ('BANK-DEPOSIT', 'OUT', 'CASH.BANK', 'Setor ke bank'),
        ('BANK-WITHDRAWAL', 'IN', 'CASH.BANK', 'Tarik dari bank'),
        ('INCOME', 'IN', 'INCOME.OTHER', 'Pemasukan lain');

      create table cash_closings (
        id                uuid        not null,
        desk_id           uuid        not null,
        site_id           uuid,
        cashier_id        uuid        not null,
        cashier_name      text        not null,
        day               date        not null,
        state             text        not null default 'OPEN',
        currency          char(3)     not null,
        opening_amount    bigint      not null,
        expected_amount   bigint,
        expected          jsonb,
        denominations     jsonb,
        counted_amount    bigint,
        difference_amount bigint,
        note              text        not null default '',
        opened_at         timestamptz not null,
        closed_at         timestamptz,
        approved_at       timestamptz,
        approved_by       text,
        approved_by_name  text,
        prints            integer     not null default 0,
        version           integer     not null default 1,
        constraint pk_cash_closings primary key (id),
        constraint fk_cash_closings_desk_id foreign key (desk_id) references cash_desks (id),
        constraint fk_cash_closings_site_id foreign key (site_id) references sites (id),
        constraint fk_cash_closings_cashier_id foreign key (cashier_id) references users (id),
        constraint ck_cash_closings_state check (state in ('OPEN', 'CLOSED', 'APPROVED')),
        constraint ck_cash_closings_closed check ((state = 'OPEN') = (closed_at is null)
          and (state = 'OPEN') = (counted_amount is null)),
        constraint ck_cash_closings_approved check ((state = 'APPROVED') = (approved_at is not null))
      );
      create unique index uq_cash_closings_open on cash_closings (cashier_id) where state = 'OPEN';
      create index ix_cash_closings_cashier_id on cash_closings (cashier_id, id);
      create index ix_cash_closings_desk_id on cash_closings (desk_id, day, id);
      create index ix_cash_closings_site_id on cash_closings (site_id, id);`);
  }

  private async closings(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table cash_entries (
        id                uuid        not null,
        desk_id           uuid        not null,
        closing_id        uuid,
        category          text        not null,
        direction         text        not null,
        state             text        not null,
        amount            bigint      not null,
        currency          char(3)     not null,
        description       text        not null,
        recorded_at       timestamptz not null,
        recorded_by       text        not null,
        recorded_by_name  text        not null,
        decided_at        timestamptz,
        decided_by        text,
        decided_by_name   text,
        decision_note     text        not null default '',
        version           integer     not null default 1,
        constraint pk_cash_entries primary key (id),
        constraint fk_cash_entries_desk_id foreign key (desk_id) references cash_desks (id),
        constraint fk_cash_entries_closing_id foreign key (closing_id) references cash_closings (id),
        constraint fk_cash_entries_category foreign key (category) references cash_categories (code),
        constraint ck_cash_entries_direction check (direction in ('IN', 'OUT')),
        constraint ck_cash_entries_state check (state in ('PENDING', 'POSTED', 'REJECTED')),
        constraint ck_cash_entries_amount check (amount > 0)
      );
      create index ix_cash_entries_desk_id on cash_entries (desk_id, id);
      create index ix_cash_entries_closing_id on cash_entries (closing_id);
      create index ix_cash_entries_category on cash_entries (category);

      create table cash_closing_payments (
        payment_id uuid not null,
        closing_id uuid not null,
        constraint pk_cash_closing_payments primary key (payment_id),
        constraint fk_cash_closing_payments_payment_id foreign key (payment_id) references payments (id),
        constraint fk_cash_closing_payments_closing_id foreign key (closing_id) references cash_closings (id)
      );
      create index ix_cash_closing_payments_closing_id on cash_closing_payments (closing_id);

      create table cash_closing_remittances (
        remittance_id uuid not null,
        closing_id    uuid not null,
        constraint pk_cash_closing_remittances primary key (remittance_id),
        constraint fk_cash_closing_remittances_remittance_id foreign key (remittance_id) references remittances (id),
        constraint fk_cash_closing_remittances_closing_id foreign key (closing_id) references cash_closings (id)
      );
      create index ix_cash_closing_remittances_closing_id on cash_closing_remittances (closing_id);`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table cash_closing_remittances, cash_closing_payments, cash_entries, cash_closings, cash_categories, cash_days,
        collector_commission_payouts, collector_commissions, remittance_payments, remittances, cash_desks,
        collector_access_holds, collector_reversals, collector_payments, collector_stops;
      alter table payments drop constraint fk_payments_collector_id;
      drop table collectors;
      create index ix_ledger_entries_account on ledger_entries (account);
      drop index ix_ledger_entries_account_posted_on;
      delete from ledger_accounts where code in ('CASH_DIFFERENCE', 'COLLECTOR_COMMISSION', 'COLLECTOR_COMMISSION_PAYABLE',
        'EXPENSE.TRANSPORT', 'EXPENSE.OFFICE', 'EXPENSE.MAINTENANCE', 'EXPENSE.OTHER', 'INCOME.OTHER');
    `);
  }
}
