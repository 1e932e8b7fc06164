import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** How far ticks of the billing run came, who asked one to stop, who may catch up; debits of services paid by the day. */
export class BillingTicks1764000000028 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table billing_ticks (
        id        uuid        not null,
        site_id   uuid,
        as_of     timestamptz not null,
        constraint pk_billing_ticks primary key (id),
        constraint fk_billing_ticks_site_id foreign key (site_id) references sites (id),
        constraint uq_billing_ticks_site_id unique nulls not distinct (site_id)
      );

      alter table billing_runs
        add column catch_up boolean not null default false,
        add column stop_requested_at timestamptz,
        add column stop_requested_by text;
      alter table subscriptions add column catch_up boolean not null default false;

      create table daily_debits (
        id              uuid        not null,
        subscription_id uuid        not null,
        customer_id     uuid        not null,
        site_id         uuid        not null,
        run_id          uuid,
        from_day        date        not null,
        to_day          date        not null,
        net_amount      bigint      not null,
        tax_amount      bigint      not null,
        currency        char(3)     not null,
        debited_at      timestamptz not null,
        constraint pk_daily_debits primary key (id),
        constraint fk_daily_debits_subscription_id foreign key (subscription_id) references subscriptions (id),
        constraint fk_daily_debits_customer_id foreign key (customer_id) references billing_accounts (customer_id),
        constraint fk_daily_debits_site_id foreign key (site_id) references sites (id),
        constraint fk_daily_debits_run_id foreign key (run_id) references billing_runs (id),
        constraint uq_daily_debits_subscription_id_from_day unique (subscription_id, from_day),
        constraint ck_daily_debits_days check (to_day > from_day),
        constraint ck_daily_debits_amounts check (net_amount >= 0 and tax_amount >= 0)
      );
      create index ix_daily_debits_customer_id on daily_debits (customer_id, id);
      create index ix_daily_debits_site_id on daily_debits (site_id, id);
      create index ix_daily_debits_run_id on daily_debits (run_id);
      create trigger tr_daily_debits_append_only before update or delete on daily_debits
        for each row execute function refuse_change();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table daily_debits;
      alter table subscriptions drop column catch_up;
      alter table billing_runs drop column catch_up, drop column stop_requested_at, drop column stop_requested_by;
      drop table billing_ticks;
    `);
  }
}
