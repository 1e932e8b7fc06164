import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** The life of subscriptions: trials, pauses, planned changes, prepaid expiry, payers, add-ons, granted discounts. */
export class SubscriptionLife1764000000021 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table subscriptions drop constraint ck_subscriptions_status, drop constraint ck_subscriptions_pointer;
      alter table subscriptions
        add column payer_customer_id uuid,
        add column anchor_kind text not null default 'FIXED_DAY',
        add column billing_from date,
        add column free_until date,
        add column trial_ends_on date,
        add column paused_from date,
        add column resumes_on date,
        add column expires_at timestamptz,
        add column separate_invoice boolean not null default false,
        add column policies jsonb not null default '{}',
        add constraint fk_subscriptions_payer_customer_id
          foreign key (payer_customer_id) references billing_accounts (customer_id),
        add constraint ck_subscriptions_status check (status in ('PENDING', 'TRIAL', 'ACTIVE', 'PAUSED', 'ENDED')),
        add constraint ck_subscriptions_anchor_kind check (anchor_kind in ('FIXED_DAY', 'ANNIVERSARY')),
        add constraint ck_subscriptions_payer check (payer_customer_id <> customer_id),
        add constraint ck_subscriptions_pause check (status <> 'PAUSED' or paused_from is not null),
        add constraint ck_subscriptions_pointer
          check (status not in ('ACTIVE', 'TRIAL', 'PAUSED') or (started_on is not null and next_period_start is not null));
      create index ix_subscriptions_payer_customer_id on subscriptions (payer_customer_id);
      create index ix_subscriptions_expires_at on subscriptions (expires_at) where expires_at is not null;

      create table scheduled_changes (
        id              uuid        not null,
        subscription_id uuid        not null,
        action          text        not null,
        effective_on    date        not null,
        effective_at    timestamptz not null,
        payload         jsonb       not null default '{}',
        state           text        not null default 'PLANNED',
        reason          text,
        requested_by    text        not null,
        created_at      timestamptz not null default now(),
        done_at         timestamptz,
        constraint pk_scheduled_changes primary key (id),
        constraint fk_scheduled_changes_subscription_id foreign key (subscription_id) references subscriptions (id),
        constraint ck_scheduled_changes_action check (
          action in ('CHANGE_PLAN', 'CANCEL', 'PAUSE', 'RESUME', 'CHANGE_ANCHOR', 'END_TRIAL')),
        constraint ck_scheduled_changes_state check (state in ('PLANNED', 'DONE', 'CANCELLED', 'FAILED'))
      );
      create index ix_scheduled_changes_subscription_id on scheduled_changes (subscription_id, id);
      create index ix_scheduled_changes_due on scheduled_changes (effective_at) where state = 'PLANNED';
      create unique index uq_scheduled_changes_planned on scheduled_changes (subscription_id, action) where state = 'PLANNED';

      create table subscription_events (
        id              uuid        not null,
        subscription_id uuid        not null,
        action          text        not null,
        happened_at     timestamptz not null,
        effective_on    date,
        actor           text        not null,
        detail          jsonb       not null default '{}',
        constraint pk_subscription_events primary key (id),
        constraint fk_subscription_events_subscription_id foreign key (subscription_id) references subscriptions (id)
      );
      create index ix_subscription_events_subscription_id on subscription_events (subscription_id, id);

      create table subscription_pauses (
        id              uuid not null,
        subscription_id uuid not null,
        policy          text not null,
        paused_from     date not null,
        resumed_on      date,
        constraint pk_subscription_pauses primary key (id),
        constraint fk_subscription_pauses_subscription_id foreign key (subscription_id) references subscriptions (id),
        constraint ck_subscription_pauses_policy check (policy in ('CREDIT', 'EXTEND')),
        constraint ck_subscription_pauses_dates check (resumed_on >= paused_from)
      );
      create index ix_subscription_pauses_subscription_id on subscription_pauses (subscription_id, paused_from);
      create unique index uq_subscription_pauses_open on subscription_pauses (subscription_id) where resumed_on is null;

      create table line_extensions (
        invoice_line_id uuid not null,
        pause_id        uuid not null,
        constraint pk_line_extensions primary key (invoice_line_id, pause_id),
        constraint fk_line_extensions_invoice_line_id foreign key (invoice_line_id) references invoice_lines (id),
        constraint fk_line_extensions_pause_id foreign key (pause_id) references subscription_pauses (id)
      );
      create index ix_line_extensions_pause_id on line_extensions (pause_id);

      create table subscription_products (
        id              uuid        not null,
        subscription_id uuid        not null,
        product_id      uuid        not null,
        quantity        smallint    not null default 1,
        starts_on       date        not null,
        ends_on         date,
        created_at      timestamptz not null default now(),
        constraint pk_subscription_products primary key (id),
        constraint fk_subscription_products_subscription_id foreign key (subscription_id) references subscriptions (id),
        constraint fk_subscription_products_product_id foreign key (product_id) references products (id),
        constraint ck_subscription_products_quantity check (quantity > 0),
        constraint ck_subscription_products_dates check (ends_on >= starts_on)
      );
      create index ix_subscription_products_subscription_id on subscription_products (subscription_id);
      create index ix_subscription_products_product_id on subscription_products (product_id);

      create table discount_grants (
        id              uuid        not null,
        discount_id     uuid        not null,
        subscription_id uuid        not null,
        periods_left    smallint,
        granted_by      text        not null,
        granted_at      timestamptz not null default now(),
        ended_at        timestamptz,
        constraint pk_discount_grants primary key (id),
        constraint fk_discount_grants_discount_id foreign key (discount_id) references discounts (id),
        constraint fk_discount_grants_subscription_id foreign key (subscription_id) references subscriptions (id),
        constraint ck_discount_grants_periods_left check (periods_left >= 0)
      );
      create index ix_discount_grants_discount_id on discount_grants (discount_id);
      create index ix_discount_grants_subscription_id on discount_grants (subscription_id);
      create unique index uq_discount_grants_open on discount_grants (subscription_id, discount_id) where ended_at is null;

      create table charges (
        id                uuid        not null,
        site_id           uuid        not null,
        customer_id       uuid        not null,
        subscription_id   uuid,
        product_id        uuid,
        kind              text        not null,
        source_key        text        not null,
        description       text        not null,
        quantity          integer     not null default 1,
        unit_price_amount bigint      not null,
        currency          char(3)     not null,
        tax_code          text        not null default 'NONE',
        revenue_account   text        not null,
        state             text        not null default 'PENDING',
        bill_after        date        not null,
        plan_id           uuid,
        charge_code       text,
        period_start      date,
        period_end        date,
        natural_days      smallint,
        gross_amount      bigint,
        invoice_id        uuid,
        created_by        text        not null,
        created_at        timestamptz not null default now(),
        version           integer     not null default 1,
        constraint pk_charges primary key (id),
        constraint fk_charges_site_id foreign key (site_id) references sites (id),
        constraint fk_charges_customer_id foreign key (customer_id) references billing_accounts (customer_id),
        constraint fk_charges_subscription_id foreign key (subscription_id) references subscriptions (id),
        constraint fk_charges_product_id foreign key (product_id) references products (id),
        constraint fk_charges_tax_code foreign key (tax_code) references tax_codes (code),
        constraint fk_charges_revenue_account foreign key (revenue_account) references ledger_accounts (code),
        constraint fk_charges_plan_id foreign key (plan_id) references plans (id),
        constraint fk_charges_invoice_id foreign key (invoice_id) references invoices (id),
        constraint uq_charges_source_key unique (source_key),
        constraint ck_charges_kind check (kind in ('SETUP', 'ONE_OFF', 'LATE_FEE', 'CHANGE', 'OPENING_BALANCE')),
        constraint ck_charges_quantity check (quantity > 0),
        constraint ck_charges_period check (
          num_nonnulls(charge_code, period_start, period_end, natural_days, gross_amount) in (0, 5)
          and period_end > period_start),
        constraint ck_charges_state check (state in ('PENDING', 'INVOICED', 'CANCELLED')),
        constraint ck_charges_invoice check ((state = 'INVOICED') = (invoice_id is not null))
      );
      create index ix_charges_site_id on charges (site_id, id);
      create index ix_charges_customer_id on charges (customer_id, id);
      create index ix_charges_pending on charges (customer_id, bill_after) where state = 'PENDING';
      create index ix_charges_subscription_id on charges (subscription_id);
      create index ix_charges_product_id on charges (product_id);
      create index ix_charges_plan_id on charges (plan_id);
      create index ix_charges_tax_code on charges (tax_code);
      create index ix_charges_revenue_account on charges (revenue_account);
      create index ix_charges_invoice_id on charges (invoice_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table charges, discount_grants, subscription_products, line_extensions, subscription_pauses, subscription_events,
        scheduled_changes;
      alter table subscriptions
        drop constraint ck_subscriptions_status, drop constraint ck_subscriptions_pointer,
        drop constraint ck_subscriptions_pause, drop constraint ck_subscriptions_payer,
        drop column payer_customer_id, drop column anchor_kind, drop column billing_from, drop column free_until,
        drop column trial_ends_on,
        drop column paused_from, drop column resumes_on, drop column expires_at, drop column separate_invoice,
        drop column policies;
      alter table subscriptions
        add constraint ck_subscriptions_status check (status in ('PENDING', 'ACTIVE', 'PAUSED', 'ENDED')),
        add constraint ck_subscriptions_pointer check (status <> 'ACTIVE'
          or (started_on is not null and next_period_start is not null and next_bill_at is not null));
    `);
  }
}
