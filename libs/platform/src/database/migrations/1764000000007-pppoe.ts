import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** PPPoE accounts: which subscription dials in where, as whom. */
export class Pppoe1764000000007 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table pppoe_accounts (
        id              uuid        not null,
        subscription_id uuid        not null,
        site_id         uuid        not null,
        router_id       uuid        not null,
        username        text        not null,
        password_sealed text        not null,
        remote_address  inet,
        version         integer     not null default 1,
        created_at      timestamptz not null default now(),
        updated_at      timestamptz not null default now(),
        constraint pk_pppoe_accounts primary key (id),
        constraint fk_pppoe_accounts_subscription_id foreign key (subscription_id) references subscriptions (id),
        constraint fk_pppoe_accounts_site_id foreign key (site_id) references sites (id),
        constraint fk_pppoe_accounts_router_id foreign key (router_id) references routers (id),
        constraint uq_pppoe_accounts_subscription_id unique (subscription_id),
        constraint uq_pppoe_accounts_router_id_username unique (router_id, username),
        constraint ck_pppoe_accounts_username check (username ~ '^[A-Za-z0-9][A-Za-z0-9_.@-]{0,62}$')
      );
      create index ix_pppoe_accounts_site_id on pppoe_accounts (site_id, id);
      create index ix_pppoe_accounts_username on pppoe_accounts (username text_pattern_ops);
      create unique index uq_pppoe_accounts_router_id_remote_address on pppoe_accounts (router_id, remote_address)
        where remote_address is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table pppoe_accounts`);
  }
}
