import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Batches, vouchers and orders of the shop. */
export class Vouchers1764000000037 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table voucher_batches (
        id                   uuid        not null,
        site_id              uuid        not null,
        profile_id           uuid        not null,
        reseller_id          uuid,
        name                 text        not null,
        code_prefix          text        not null default '',
        code_length          smallint    not null,
        code_alphabet        text        not null,
        password_mode        text        not null,
        quantity             integer     not null,
        made                 integer     not null default 0,
        state                text        not null default 'MAKING',
        provisioning         text        not null default 'PRECREATED',
        router_id            uuid,
        validity_minutes     integer,
        valid_until          timestamptz,
        uptime_limit_seconds bigint,
        data_limit_bytes     bigint,
        cost_amount          bigint      not null,
        price_amount         bigint      not null,
        currency             char(3)     not null,
        job_id               uuid,
        idempotency_key      text,
        created_by           text        not null,
        created_by_name      text        not null,
        created_at           timestamptz not null,
        finished_at          timestamptz,
        version              integer     not null default 1,
        constraint pk_voucher_batches primary key (id),
        constraint fk_voucher_batches_site_id foreign key (site_id) references sites (id),
        constraint fk_voucher_batches_profile_id foreign key (profile_id) references hotspot_profiles (id),
        constraint fk_voucher_batches_reseller_id foreign key (reseller_id, site_id) references resellers (id, site_id),
        constraint fk_voucher_batches_router_id foreign key (router_id) references routers (id),
        constraint uq_voucher_batches_idempotency_key unique (idempotency_key),
        constraint ck_voucher_batches_state check (state in ('MAKING', 'READY', 'FAILED', 'VOID')),
        constraint ck_voucher_batches_password_mode check (password_mode in ('SAME', 'OWN')),
        constraint ck_voucher_batches_provisioning check (provisioning in ('PRECREATED', 'ON_ACTIVATION')),
        constraint ck_voucher_batches_quantity check (quantity between 1 and 50000 and made between 0 and quantity),
        constraint ck_voucher_batches_code check (code_length between 4 and 32),
        constraint ck_voucher_batches_amounts check (cost_amount >= 0 and price_amount >= 0)
      );
      create index ix_voucher_batches_site_id on voucher_batches (site_id, id);
      create index ix_voucher_batches_profile_id on voucher_batches (profile_id);
      create index ix_voucher_batches_reseller_id on voucher_batches (reseller_id, site_id);
      create index ix_voucher_batches_router_id on voucher_batches (router_id);

      create table vouchers (
        id                   uuid        not null,
        site_id              uuid        not null,
        batch_id             uuid,
        profile_id           uuid        not null,
        reseller_id          uuid,
        router_id            uuid,
        code                 text        not null,
        password_sealed      text,
        state                text        not null default 'AVAILABLE',
        provisioned          boolean     not null,
        validity_minutes     integer,
        valid_until          timestamptz,
        uptime_limit_seconds bigint,
        data_limit_bytes     bigint,
        cost_amount          bigint      not null,
        price_amount         bigint      not null,
        currency             char(3)     not null,
        sold_amount          bigint,
        sold_at              timestamptz,
        sold_by              text,
        sold_by_name         text,
        sale_id              uuid,
        cash_account         text,
        buyer_phone          text,
        first_login_at       timestamptz,
        expires_at           timestamptz,
        used_seconds         bigint      not null default 0,
        used_bytes           bigint      not null default 0,
        last_seen_at         timestamptz,
        mac                  text,
        ended_at             timestamptz,
        void_reason          text,
        version              integer     not null default 1,
        created_at           timestamptz not null,
        constraint pk_vouchers primary key (id),
        constraint fk_vouchers_site_id foreign key (site_id) references sites (id),
        constraint fk_vouchers_batch_id foreign key (batch_id) references voucher_batches (id),
        constraint fk_vouchers_profile_id foreign key (profile_id) references hotspot_profiles (id),
        constraint fk_vouchers_reseller_id foreign key (reseller_id, site_id) references resellers (id, site_id),
        constraint fk_vouchers_router_id foreign key (router_id) references routers (id),
        constraint uq_vouchers_code unique (code),
        constraint ck_vouchers_state check (state in ('AVAILABLE', 'SOLD', 'ACTIVE', 'USED', 'EXPIRED', 'VOID')),
        constraint ck_vouchers_active check (state <> 'ACTIVE' or first_login_at is not null),
        constraint uq_vouchers_sale_id unique (sale_id),
        constraint fk_vouchers_cash_account foreign key (cash_account) references ledger_accounts (code),
        constraint ck_vouchers_sold check (num_nonnulls(sold_at, sold_amount, sale_id) in (0, 3)),
        constraint ck_vouchers_amounts check (cost_amount >= 0 and price_amount >= 0 and sold_amount >= 0)
      );
      create index ix_vouchers_site_id on vouchers (site_id, id);
      create index ix_vouchers_batch_id on vouchers (batch_id, id);
      create index ix_vouchers_profile_id on vouchers (profile_id);
      create index ix_vouchers_reseller_id on vouchers (reseller_id, site_id, id);
      create index ix_vouchers_router_id on vouchers (router_id);
      create index ix_vouchers_expires_at on vouchers (expires_at) where state = 'ACTIVE';
      create index ix_vouchers_cash_account on vouchers (cash_account);
      create index ix_vouchers_valid_until on vouchers (valid_until) where state in ('AVAILABLE', 'SOLD');

      create table voucher_counters (
        voucher_id     uuid        not null,
        router_id      uuid        not null,
        uptime_seconds bigint      not null,
        bytes          bigint      not null,
        seen_at        timestamptz not null,
        constraint pk_voucher_counters primary key (voucher_id, router_id),
        constraint fk_voucher_counters_voucher_id foreign key (voucher_id) references vouchers (id) on delete cascade,
        constraint fk_voucher_counters_router_id foreign key (router_id) references routers (id) on delete cascade,
        constraint ck_voucher_counters_amounts check (uptime_seconds >= 0 and bytes >= 0)
      );
      create index ix_voucher_counters_router_id on voucher_counters (router_id);

      create table hotspot_polls (
        router_id    uuid        not null,
        claim        bigint      not null default 0,
        next_poll_at timestamptz not null default clock_timestamp(),
        polled_at    timestamptz,
        sessions     integer     not null default 0,
        error_code   text,
        constraint pk_hotspot_polls primary key (router_id),
        constraint fk_hotspot_polls_router_id foreign key (router_id) references routers (id) on delete cascade
      );
      create index ix_hotspot_polls_next_poll_at on hotspot_polls (next_poll_at);

      create table voucher_orders (
        id           uuid        not null,
        site_id      uuid        not null,
        profile_id   uuid        not null,
        token_hash   bytea       not null,
        buyer_name   text        not null,
        buyer_phone  text        not null,
        language     char(2)     not null default 'id',
        price_amount bigint      not null,
        currency     char(3)     not null,
        state        text        not null default 'OPEN',
        payment_id   uuid,
        voucher_id   uuid,
        created_at   timestamptz not null,
        expires_at   timestamptz not null,
        paid_at      timestamptz,
        constraint pk_voucher_orders primary key (id),
        constraint fk_voucher_orders_site_id foreign key (site_id) references sites (id),
        constraint fk_voucher_orders_profile_id foreign key (profile_id) references hotspot_profiles (id),
        constraint fk_voucher_orders_voucher_id foreign key (voucher_id) references vouchers (id),
        constraint uq_voucher_orders_token_hash unique (token_hash),
        constraint uq_voucher_orders_payment_id unique (payment_id),
        constraint uq_voucher_orders_voucher_id unique (voucher_id),
        constraint ck_voucher_orders_state check (state in ('OPEN', 'DELIVERED', 'EXPIRED')),
        constraint ck_voucher_orders_delivered check ((state = 'DELIVERED') = (voucher_id is not null)),
        constraint ck_voucher_orders_price_amount check (price_amount > 0)
      );
      create index ix_voucher_orders_site_id on voucher_orders (site_id, id);
      create index ix_voucher_orders_profile_id on voucher_orders (profile_id);
      create index ix_voucher_orders_expires_at on voucher_orders (expires_at) where state = 'OPEN';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table voucher_orders, hotspot_polls, voucher_counters, vouchers, voucher_batches');
  }
}
