import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Print templates and files of vouchers; wallets, prices, deposits and movements of resellers. */
export class Resellers1764000000039 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await this.printing(runner);
    await this.wallets(runner);
  }

  private async printing(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table voucher_templates (
        id         uuid        not null,
        site_id    uuid,
        name       text        not null,
        paper      text        not null,
        per_page   smallint,
        lines      jsonb       not null,
        login_host text        not null default '',
        phone      text        not null default '',
        status     text        not null default 'ACTIVE',
        version    integer     not null default 1,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        constraint pk_voucher_templates primary key (id),
        constraint fk_voucher_templates_site_id foreign key (site_id) references sites (id),
        constraint uq_voucher_templates_site_id_name unique nulls not distinct (site_id, name),
        constraint ck_voucher_templates_paper check (paper in ('A4', 'ROLL58', 'ROLL80')),
        constraint ck_voucher_templates_per_page check (
          case when paper = 'A4' then per_page is not null and per_page between 8 and 120 else per_page is null end),
        constraint ck_voucher_templates_status check (status in ('ACTIVE', 'RETIRED')),
        constraint ck_voucher_templates_lines check (jsonb_typeof(lines) = 'array')
      );

      insert into voucher_templates (id, site_id, name, paper, per_page, lines) values
        ('01940000-0000-7000-8000-000000000001', null, 'A4, 24', 'A4', 24, '[
          {"text": "{site}", "size": "S", "bold": true, "align": "LEFT"},
          {"text": "{qr}", "size": "M", "bold": false, "align": "RIGHT"},
          {"text": "{code}", "size": "XL", "bold": true, "align": "LEFT"},
          {"text": "Sandi: {password}", "size": "M", "bold": true, "align": "LEFT"},
          {"text": "{package} · {validity}", "size": "S", "bold": false, "align": "LEFT"},
          {"text": "{price}", "size": "L", "bold": true, "align": "LEFT"},
          {"text": "{login}", "size": "S", "bold": false, "align": "LEFT"},
          {"text": "WA {phone}", "size": "S", "bold": false, "align": "LEFT"}]'),
        ('01940000-0000-7000-8000-000000000002', null, 'A4, 120', 'A4', 120, '[
          {"text": "{site}", "size": "S", "bold": false, "align": "CENTER"},
          {"text": "{code}", "size": "L", "bold": true, "align": "CENTER"},
          {"text": "{password}", "size": "M", "bold": true, "align": "CENTER"},
          {"text": "{validity} {price}", "size": "S", "bold": false, "align": "CENTER"}]'),
        ('01940000-0000-7000-8000-000000000003', null, '58 mm', 'ROLL58', null, '[
          {"text": "{site}", "size": "M", "bold": true, "align": "CENTER"},
          {"text": "{package}", "size": "M", "bold": false, "align": "CENTER"},
          {"text": "{code}", "size": "XL", "bold": true, "align": "CENTER"},
          {"text": "Sandi: {password}", "size": "L", "bold": true, "align": "CENTER"},
          {"text": "{validity}", "size": "M", "bold": false, "align": "CENTER"},
          {"text": "{price}", "size": "L", "bold": true, "align": "CENTER"},
          {"text": "{qr}", "size": "M", "bold": false, "align": "CENTER"},
          {"text": "{login}", "size": "S", "bold": false, "align": "CENTER"},
          {"text": "WA {phone}", "size": "S", "bold": false, "align": "CENTER"}]');

      create table voucher_files (
        id                uuid        not null,
        batch_id          uuid        not null,
        kind              text        not null,
        format            text        not null,
        template_id       uuid,
        template_version  integer,
        language          char(2)     not null,
        first_number      integer     not null,
        last_number       integer     not null,
        file_sealed       text,
        requested_by      text        not null,
        requested_by_name text        not null,
        created_at        timestamptz not null,
        finished_at       timestamptz,
        expires_at        timestamptz not null,
        constraint pk_voucher_files primary key (id),
        constraint fk_voucher_files_batch_id foreign key (batch_id) references voucher_batches (id),
        constraint fk_voucher_files_template_id foreign key (template_id) references voucher_templates (id),
        constraint ck_voucher_files_kind check (kind in ('PRINT', 'EXPORT')),
        constraint ck_voucher_files_format check (format in ('html', 'pdf', 'text58', 'escpos', 'csv', 'xlsx')),
        constraint ck_voucher_files_numbers check (first_number between 1 and last_number),
        constraint ck_voucher_files_template check ((kind = 'PRINT') = (template_id is not null))
      );
      create index ix_voucher_files_batch_id on voucher_files (batch_id, id);
      create index ix_voucher_files_template_id on voucher_files (template_id);
      create index ix_voucher_files_expires_at on voucher_files (expires_at) where file_sealed is not null;
    `);
  }

  private async wallets(runner: QueryRunner): Promise<void> {
    await runner.query(`
      insert into ledger_accounts values ('RESELLER_DEPOSIT', 'Deposit reseller', 'LIABILITY');

      create table reseller_wallets (
        reseller_id    uuid        not null,
        site_id        uuid        not null,
        balance_amount bigint      not null default 0,
        limit_amount   bigint      not null default 0,
        beyond_amount  bigint      not null default 0,
        commission_bps integer     not null default 0,
        currency       char(3)     not null,
        version        integer     not null default 1,
        updated_at     timestamptz not null default now(),
        constraint pk_reseller_wallets primary key (reseller_id),
        constraint fk_reseller_wallets_reseller_id foreign key (reseller_id, site_id) references resellers (id, site_id),
        constraint ck_reseller_wallets_limit_amount check (limit_amount >= 0 and beyond_amount >= 0),
        constraint ck_reseller_wallets_balance_amount check (balance_amount >= -limit_amount - beyond_amount),
        constraint ck_reseller_wallets_commission_bps check (commission_bps between 0 and 10000)
      );
      create index ix_reseller_wallets_reseller_id on reseller_wallets (reseller_id, site_id);

      create table reseller_movements (
        id              uuid        not null,
        reseller_id     uuid        not null,
        kind            text        not null,
        ref_id          uuid        not null,
        amount          bigint      not null,
        balance_amount  bigint      not null,
        currency        char(3)     not null,
        note            text        not null default '',
        created_by_name text        not null,
        created_at      timestamptz not null,
        constraint pk_reseller_movements primary key (id),
        constraint fk_reseller_movements_reseller_id foreign key (reseller_id) references reseller_wallets (reseller_id),
        constraint uq_reseller_movements_kind_ref_id unique (kind, ref_id),
        constraint ck_reseller_movements_kind check (
          kind in ('DEPOSIT', 'PURCHASE', 'REFUND', 'COMMISSION', 'COMMISSION_RETURN')),
        constraint ck_reseller_movements_amount check (
          amount <> 0 and (amount < 0) = (kind in ('PURCHASE', 'COMMISSION_RETURN')))
      );
      create index ix_reseller_movements_reseller_id on reseller_movements (reseller_id, id);
      create trigger tr_reseller_movements_immutable before update or delete on reseller_movements
        for each row execute function refuse_change();

      create table reseller_prices (
        reseller_id  uuid        not null,
        profile_id   uuid        not null,
        cost_amount  bigint      not null,
        price_amount bigint      not null,
        currency     char(3)     not null,
        updated_at   timestamptz not null default now(),
        constraint pk_reseller_prices primary key (reseller_id, profile_id),
        constraint fk_reseller_prices_reseller_id foreign key (reseller_id) references resellers (id),
        constraint fk_reseller_prices_profile_id foreign key (profile_id) references hotspot_profiles (id) on delete cascade,
        constraint ck_reseller_prices_amounts check (cost_amount >= 0 and price_amount >= cost_amount)
      );
      create index ix_reseller_prices_profile_id on reseller_prices (profile_id);

      create table reseller_deposits (
        id                uuid        not null,
        reseller_id       uuid        not null,
        site_id           uuid        not null,
        amount            bigint      not null,
        currency          char(3)     not null,
        method            text        not null,
        note              text        not null default '',
        state             text        not null default 'PENDING',
        cash_account      text,
        requested_by      text        not null,
        requested_by_name text        not null,
        created_at        timestamptz not null,
        decided_by        text,
        decided_by_name   text,
        decided_at        timestamptz,
        decision_note     text        not null default '',
        constraint pk_reseller_deposits primary key (id),
        constraint fk_reseller_deposits_reseller_id foreign key (reseller_id, site_id) references resellers (id, site_id),
        constraint fk_reseller_deposits_cash_account foreign key (cash_account) references ledger_accounts (code),
        constraint ck_reseller_deposits_amount check (amount > 0),
        constraint ck_reseller_deposits_method check (method in ('CASH', 'TRANSFER')),
        constraint ck_reseller_deposits_state check (state in ('PENDING', 'APPROVED', 'REJECTED')),
        constraint ck_reseller_deposits_decided check ((state = 'PENDING') = (decided_by is null)),
        constraint ck_reseller_deposits_cash_account check ((state = 'APPROVED') = (cash_account is not null)),
        constraint ck_reseller_deposits_four_eyes check (decided_by <> requested_by)
      );
      create index ix_reseller_deposits_reseller_id on reseller_deposits (reseller_id, site_id, id);
      create index ix_reseller_deposits_cash_account on reseller_deposits (cash_account);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table reseller_deposits, reseller_prices, reseller_movements, reseller_wallets, voucher_files, voucher_templates;
      delete from ledger_accounts where code = 'RESELLER_DEPOSIT';
    `);
  }
}
