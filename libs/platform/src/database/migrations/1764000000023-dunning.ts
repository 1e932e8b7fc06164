import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Reminders, late fees, promises, overrides, the brake; heartbeats of the billing clock; figures of a previewed run. */
export class Dunning1764000000023 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table dunning_policies (
        id         uuid        not null,
        site_id    uuid,
        plan_id    uuid,
        name       text        not null,
        policy     jsonb       not null,
        version    integer     not null default 1,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        constraint pk_dunning_policies primary key (id),
        constraint fk_dunning_policies_site_id foreign key (site_id) references sites (id),
        constraint fk_dunning_policies_plan_id foreign key (plan_id) references plans (id),
        constraint uq_dunning_policies_site_id_plan_id unique nulls not distinct (site_id, plan_id)
      );
      create index ix_dunning_policies_plan_id on dunning_policies (plan_id);

      create table reminders (
        id          uuid        not null,
        site_id     uuid        not null,
        customer_id uuid        not null,
        invoice_id  uuid        not null,
        offset_days smallint    not null,
        channel     text        not null,
        send_after  timestamptz not null,
        state       text        not null,
        reason      text,
        message_key text,
        created_at  timestamptz not null default now(),
        decided_at  timestamptz,
        constraint pk_reminders primary key (id),
        constraint fk_reminders_site_id foreign key (site_id) references sites (id),
        constraint fk_reminders_customer_id foreign key (customer_id) references billing_accounts (customer_id),
        constraint fk_reminders_invoice_id foreign key (invoice_id) references invoices (id),
        constraint uq_reminders_invoice_id_offset_days_channel unique (invoice_id, offset_days, channel),
        constraint ck_reminders_state check (state in ('SENT', 'SUPERSEDED', 'SKIPPED'))
      );
      create index ix_reminders_customer_id on reminders (customer_id, id);
      create index ix_reminders_site_id on reminders (site_id, id);

      create table late_fees (
        invoice_id     uuid        not null,
        fee_no         smallint    not null,
        charge_id      uuid        not null,
        fee_amount     bigint      not null,
        currency       char(3)     not null,
        charged_on     date        not null,
        raised_at      timestamptz not null,
        reversed_at    timestamptz,
        reversal       text,
        constraint pk_late_fees primary key (invoice_id, fee_no),
        constraint fk_late_fees_invoice_id foreign key (invoice_id) references invoices (id),
        constraint fk_late_fees_charge_id foreign key (charge_id) references charges (id),
        constraint ck_late_fees_fee_amount check (fee_amount > 0)
      );
      create index ix_late_fees_charge_id on late_fees (charge_id);

      create table payment_promises (
        id              uuid        not null,
        site_id         uuid        not null,
        customer_id     uuid        not null,
        until_at        timestamptz not null,
        promised_until  date        not null,
        debt_amount     bigint      not null,
        promised_amount bigint      not null,
        currency        char(3)     not null,
        note            text        not null default '',
        state           text        not null default 'OPEN',
        created_by      text        not null,
        created_at      timestamptz not null default now(),
        closed_at       timestamptz,
        version         integer     not null default 1,
        constraint pk_payment_promises primary key (id),
        constraint fk_payment_promises_site_id foreign key (site_id) references sites (id),
        constraint fk_payment_promises_customer_id foreign key (customer_id) references billing_accounts (customer_id),
        constraint ck_payment_promises_state check (state in ('OPEN', 'KEPT', 'BROKEN', 'CANCELLED'))
      );
      create index ix_payment_promises_site_id on payment_promises (site_id, id);
      create unique index uq_payment_promises_open on payment_promises (customer_id) where state = 'OPEN';
      create index ix_payment_promises_customer_id on payment_promises (customer_id, id);

      create table access_overrides (
        id              uuid        not null,
        site_id         uuid        not null,
        customer_id     uuid        not null,
        subscription_id uuid,
        kind            text        not null,
        reason          text        not null,
        expires_at      timestamptz,
        created_by      text        not null,
        created_at      timestamptz not null default now(),
        ended_at        timestamptz,
        ended_by        text,
        constraint pk_access_overrides primary key (id),
        constraint fk_access_overrides_site_id foreign key (site_id) references sites (id),
        constraint fk_access_overrides_customer_id foreign key (customer_id) references billing_accounts (customer_id),
        constraint fk_access_overrides_subscription_id foreign key (subscription_id) references subscriptions (id),
        constraint ck_access_overrides_kind check (kind in ('NEVER_ISOLATE', 'FORCE_ISOLATE'))
      );
      create index ix_access_overrides_site_id on access_overrides (site_id, id);
      create index ix_access_overrides_customer_id on access_overrides (customer_id, id);
      create index ix_access_overrides_subscription_id on access_overrides (subscription_id);
      create index ix_access_overrides_expires_at on access_overrides (expires_at) where ended_at is null;

      create table dunning_actions (
        id              uuid        not null,
        site_id         uuid        not null,
        customer_id     uuid        not null,
        subscription_id uuid,
        invoice_id      uuid,
        action          text        not null,
        detail          jsonb       not null default '{}',
        happened_at     timestamptz not null,
        constraint pk_dunning_actions primary key (id),
        constraint fk_dunning_actions_site_id foreign key (site_id) references sites (id),
        constraint fk_dunning_actions_customer_id foreign key (customer_id) references billing_accounts (customer_id),
        constraint fk_dunning_actions_subscription_id foreign key (subscription_id) references subscriptions (id),
        constraint fk_dunning_actions_invoice_id foreign key (invoice_id) references invoices (id)
      );
      create index ix_dunning_actions_site_id on dunning_actions (site_id, id);
      create index ix_dunning_actions_customer_id on dunning_actions (customer_id, id);
      create index ix_dunning_actions_subscription_id on dunning_actions (subscription_id);
      create index ix_dunning_actions_invoice_id on dunning_actions (invoice_id);
      create index ix_dunning_actions_happened_at on dunning_actions (action, happened_at);

      create table dunning_brakes (
        id              uuid        not null,
        site_id         uuid,
        state           text        not null,
        candidate_count integer     not null,
        brake_limit     integer     not null,
        held_at         timestamptz not null,
        confirmed_by    text,
        confirmed_at    timestamptz,
        confirmed_count integer,
        released_at     timestamptz,
        constraint pk_dunning_brakes primary key (id),
        constraint fk_dunning_brakes_site_id foreign key (site_id) references sites (id),
        constraint ck_dunning_brakes_state check (state in ('HELD', 'CONFIRMED', 'RELEASED'))
      );
      create index ix_dunning_brakes_site_id on dunning_brakes (site_id, id);
      create unique index uq_dunning_brakes_open on dunning_brakes (site_id) nulls not distinct
        where state in ('HELD', 'CONFIRMED');

      create index ix_access_intents_isolated on access_intents (customer_id) where desired = 'ISOLATED';
      create index ix_subscriptions_account on subscriptions ((coalesce(payer_customer_id, customer_id)));
      create index ix_invoices_open_due_on on invoices (due_on) where status = 'OPEN';

      create table clock_heartbeats (
        process_key  text        not null,
        wall_at      timestamptz not null,
        monotonic_ms bigint      not null,
        constraint pk_clock_heartbeats primary key (process_key)
      );
      create table clock_faults (
        id           uuid        not null,
        process_key  text        not null,
        jump_ms      bigint      not null,
        seen_at      timestamptz not null,
        confirmed_at timestamptz,
        confirmed_by text,
        constraint pk_clock_faults primary key (id)
      );
      create index ix_clock_faults_open on clock_faults (seen_at) where confirmed_at is null;

      alter table billing_runs
        add column figures jsonb not null default '{}',
        add column preview_of uuid,
        add column due_count integer not null default 0,
        add column done_count integer not null default 0,
        add constraint fk_billing_runs_preview_of foreign key (preview_of) references billing_runs (id);
      create index ix_billing_runs_preview_of on billing_runs (preview_of);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table billing_runs drop column figures, drop column preview_of, drop column due_count, drop column done_count;
      drop index ix_access_intents_isolated, ix_subscriptions_account, ix_invoices_open_due_on;
      drop table clock_faults, clock_heartbeats, dunning_brakes, dunning_actions, access_overrides, payment_promises,
        late_fees, reminders, dunning_policies;
    `);
  }
}
