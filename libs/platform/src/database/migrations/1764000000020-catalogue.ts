import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What is sold: plans of every billing type, products (set-up fees, add-ons, bundles), discounts, policies per site. */
export class Catalogue1764000000020 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await this.policies(runner);
    await this.plans(runner);
    await this.discounts(runner);
  }

  private async policies(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table billing_policies (
        id         uuid        not null,
        site_id    uuid,
        policies   jsonb       not null default '{}',
        version    integer     not null default 1,
        updated_at timestamptz not null default now(),
        constraint pk_billing_policies primary key (id),
        constraint fk_billing_policies_site_id foreign key (site_id) references sites (id),
        constraint uq_billing_policies_site_id unique nulls not distinct (site_id)
      );

      create table business_holidays (
        id      uuid not null,
        site_id uuid,
        day     date not null,
        name    text not null,
        constraint pk_business_holidays primary key (id),
        constraint fk_business_holidays_site_id foreign key (site_id) references sites (id),
        constraint uq_business_holidays_site_id_day unique nulls not distinct (site_id, day)
      );

      alter table tax_codes
        add column exempt boolean not null default false,
        add column withholding boolean not null default false,
        add column status text not null default 'ACTIVE',
        add column version integer not null default 1,
        add constraint ck_tax_codes_status check (status in ('ACTIVE', 'RETIRED'));

      create table tax_rates (
        tax_code         text    not null,
        valid_from       date    not null,
        num              integer not null,
        den              integer not null,
        display_base_num integer,
        display_base_den integer,
        display_rate     text,
        constraint pk_tax_rates primary key (tax_code, valid_from),
        constraint fk_tax_rates_tax_code foreign key (tax_code) references tax_codes (code),
        constraint ck_tax_rates_rate check (num >= 0 and den > 0)
      );
      insert into tax_rates select code, '1970-01-01', num, den, display_base_num, display_base_den, display_rate from tax_codes;
      alter table tax_codes drop column num, drop column den, drop column display_base_num, drop column display_base_den,
        drop column display_rate;
    `);
  }

  private async plans(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table plans drop constraint ck_plans_service_kind;
      alter table plans
        add constraint ck_plans_service_kind check (service_kind in ('PPPOE', 'HOTSPOT', 'STATIC')),
        add column billing_type text not null default 'RECURRING_ADVANCE',
        add column interval_unit text not null default 'MONTH',
        add column interval_count smallint not null default 1,
        add column burst_download_kbps integer,
        add column burst_upload_kbps integer,
        add column burst_threshold_download_kbps integer,
        add column burst_threshold_upload_kbps integer,
        add column burst_seconds integer,
        add column quota_bytes bigint,
        add column trial_days smallint not null default 0,
        add column policies jsonb not null default '{}',
        add constraint ck_plans_billing_type check (
          billing_type in ('RECURRING_ADVANCE', 'RECURRING_ARREARS', 'PREPAID_PERIOD', 'PREPAID_DAILY')),
        add constraint ck_plans_interval check (
          case interval_unit when 'MONTH' then interval_count in (1, 3, 6, 12)
            else interval_unit in ('DAY', 'WEEK') and interval_count between 1 and 366 end),
        add constraint ck_plans_burst check (
          num_nonnulls(burst_download_kbps, burst_upload_kbps, burst_threshold_download_kbps,
            burst_threshold_upload_kbps, burst_seconds) in (0, 5)),
        add constraint ck_plans_quota_bytes check (quota_bytes > 0),
        add constraint ck_plans_trial_days check (trial_days between 0 and 366);
      update plans set interval_count = interval_months;
      alter table plans drop column interval_months;

      create table plan_fair_use_steps (
        plan_id       uuid     not null,
        step_no       smallint not null,
        after_bytes   bigint   not null,
        download_kbps integer  not null,
        upload_kbps   integer  not null,
        constraint pk_plan_fair_use_steps primary key (plan_id, step_no),
        constraint fk_plan_fair_use_steps_plan_id foreign key (plan_id) references plans (id),
        constraint ck_plan_fair_use_steps_rates check (after_bytes > 0 and download_kbps > 0 and upload_kbps > 0)
      );

      alter table plan_prices
        add column applies_to text not null default 'NEXT_PERIOD',
        add constraint ck_plan_prices_applies_to check (applies_to in ('NEXT_PERIOD', 'GRANDFATHER'));

      create table products (
        id              uuid        not null,
        site_id         uuid,
        code            text        not null,
        name            text        not null,
        kind            text        not null,
        tax_code        text        not null default 'NONE',
        revenue_account text        not null,
        status          text        not null default 'ACTIVE',
        version         integer     not null default 1,
        created_at      timestamptz not null default now(),
        updated_at      timestamptz not null default now(),
        constraint pk_products primary key (id),
        constraint fk_products_site_id foreign key (site_id) references sites (id),
        constraint fk_products_tax_code foreign key (tax_code) references tax_codes (code),
        constraint fk_products_revenue_account foreign key (revenue_account) references ledger_accounts (code),
        constraint uq_products_code unique (code),
        constraint ck_products_kind check (kind in ('ONE_OFF', 'RECURRING')),
        constraint ck_products_status check (status in ('ACTIVE', 'RETIRED'))
      );
      create index ix_products_site_id on products (site_id);
      create index ix_products_tax_code on products (tax_code);
      create index ix_products_revenue_account on products (revenue_account);

      create table product_prices (
        product_id   uuid    not null,
        valid_from   date    not null,
        price_amount bigint  not null,
        currency     char(3) not null,
        constraint pk_product_prices primary key (product_id, valid_from),
        constraint fk_product_prices_product_id foreign key (product_id) references products (id),
        constraint ck_product_prices_price_amount check (price_amount >= 0)
      );

      create table plan_products (
        plan_id    uuid     not null,
        product_id uuid     not null,
        quantity   smallint not null default 1,
        constraint pk_plan_products primary key (plan_id, product_id),
        constraint fk_plan_products_plan_id foreign key (plan_id) references plans (id),
        constraint fk_plan_products_product_id foreign key (product_id) references products (id),
        constraint ck_plan_products_quantity check (quantity > 0)
      );
      create index ix_plan_products_product_id on plan_products (product_id);
    `);
  }

  private async discounts(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table discounts (
        id               uuid        not null,
        site_id          uuid,
        code             text        not null,
        name             text        not null,
        scope            text        not null,
        percent_bp       integer,
        fixed_amount     bigint,
        currency         char(3)     not null,
        duration         text        not null,
        periods          smallint,
        combinable       boolean     not null default true,
        max_redemptions  integer,
        redemption_count integer     not null default 0,
        valid_from       date,
        valid_until      date,
        status           text        not null default 'ACTIVE',
        version          integer     not null default 1,
        created_at       timestamptz not null default now(),
        updated_at       timestamptz not null default now(),
        constraint pk_discounts primary key (id),
        constraint fk_discounts_site_id foreign key (site_id) references sites (id),
        constraint uq_discounts_code unique (code),
        constraint ck_discounts_scope check (scope in ('LINE', 'INVOICE')),
        constraint ck_discounts_value check (num_nonnulls(percent_bp, fixed_amount) = 1
          and (percent_bp between 1 and 10000 or fixed_amount > 0)),
        constraint ck_discounts_duration check (duration in ('ONCE', 'PERIODS', 'FOREVER')
          and (duration = 'PERIODS') = (periods is not null)),
        constraint ck_discounts_redemption_count check (redemption_count >= 0
          and (max_redemptions is null or redemption_count <= max_redemptions)),
        constraint ck_discounts_status check (status in ('ACTIVE', 'RETIRED'))
      );
      create index ix_discounts_site_id on discounts (site_id);

      create table discount_plans (
        discount_id uuid not null,
        plan_id     uuid not null,
        constraint pk_discount_plans primary key (discount_id, plan_id),
        constraint fk_discount_plans_discount_id foreign key (discount_id) references discounts (id),
        constraint fk_discount_plans_plan_id foreign key (plan_id) references plans (id)
      );
      create index ix_discount_plans_plan_id on discount_plans (plan_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table discount_plans, discounts, plan_products, product_prices, products, plan_fair_use_steps;
      alter table plan_prices drop column applies_to;
      alter table plans
        add column interval_months smallint not null default 1,
        add constraint ck_plans_interval_months check (interval_months in (1, 3, 6, 12));
      update plans set interval_months = interval_count where interval_unit = 'MONTH';
      alter table plans
        drop column billing_type, drop column interval_unit, drop column interval_count,
        drop column burst_download_kbps, drop column burst_upload_kbps, drop column burst_threshold_download_kbps,
        drop column burst_threshold_upload_kbps, drop column burst_seconds, drop column quota_bytes,
        drop column trial_days, drop column policies, drop constraint ck_plans_service_kind;
      alter table plans add constraint ck_plans_service_kind check (service_kind in ('PPPOE'));
      alter table tax_codes
        add column num integer, add column den integer, add column display_base_num integer,
        add column display_base_den integer, add column display_rate text;
      update tax_codes t set num = r.num, den = r.den, display_base_num = r.display_base_num,
             display_base_den = r.display_base_den, display_rate = r.display_rate
        from (select distinct on (tax_code) * from tax_rates order by tax_code, valid_from desc) r where r.tax_code = t.code;
      update tax_codes set num = 0, den = 1 where num is null;
      alter table tax_codes alter column num set not null, alter column den set not null,
        add constraint ck_tax_codes_rate check (num >= 0 and den > 0),
        drop column exempt, drop column withholding, drop column status, drop column version;
      drop table tax_rates;
      drop table business_holidays, billing_policies;
    `);
  }
}
