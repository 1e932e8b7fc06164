import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Static lines; hotspot accounts of subscriptions, bindings of devices, and the looks of login pages. */
export class StaticLines1764000000038 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await this.lines(runner);
    await this.hotspot(runner);
  }

  private async lines(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table static_lines (
        id              uuid        not null,
        subscription_id uuid        not null,
        site_id         uuid        not null,
        router_id       uuid        not null,
        name            text        not null,
        address         inet        not null,
        mac_address     text,
        dhcp_server     text,
        parent_queue    text,
        version         integer     not null default 1,
        created_at      timestamptz not null default now(),
        updated_at      timestamptz not null default now(),
        constraint pk_static_lines primary key (id),
        constraint fk_static_lines_subscription_id foreign key (subscription_id) references subscriptions (id),
        constraint fk_static_lines_site_id foreign key (site_id) references sites (id),
        constraint fk_static_lines_router_id foreign key (router_id) references routers (id),
        constraint uq_static_lines_subscription_id unique (subscription_id),
        constraint uq_static_lines_router_id_name unique (router_id, name),
        constraint uq_static_lines_router_id_address unique (router_id, address),
        constraint uq_static_lines_router_id_mac_address unique (router_id, mac_address),
        constraint ck_static_lines_name check (name ~ '^[A-Za-z0-9][A-Za-z0-9_.@-]{0,62}$'),
        constraint ck_static_lines_address check (family(address) = 4 and masklen(address) = 32),
        constraint ck_static_lines_mac_address check (mac_address ~ '^[0-9A-F]{2}(:[0-9A-F]{2}){5}$'),
        constraint ck_static_lines_dhcp_server check (dhcp_server is null or mac_address is not null)
      );
      create index ix_static_lines_site_id on static_lines (site_id, id);
    `);
  }

  private async hotspot(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table hotspot_accounts (
        id              uuid        not null,
        subscription_id uuid        not null,
        site_id         uuid        not null,
        router_id       uuid,
        username        text        not null,
        password_sealed text        not null,
        mac_address     text,
        version         integer     not null default 1,
        created_at      timestamptz not null default now(),
        updated_at      timestamptz not null default now(),
        constraint pk_hotspot_accounts primary key (id),
        constraint fk_hotspot_accounts_subscription_id foreign key (subscription_id) references subscriptions (id),
        constraint fk_hotspot_accounts_site_id foreign key (site_id) references sites (id),
        constraint fk_hotspot_accounts_router_id foreign key (router_id) references routers (id),
        constraint uq_hotspot_accounts_subscription_id unique (subscription_id),
        constraint uq_hotspot_accounts_site_id_username unique (site_id, username),
        constraint ck_hotspot_accounts_username check (username ~ '^[A-Za-z0-9][A-Za-z0-9_.@-]{0,62}$'),
        constraint ck_hotspot_accounts_mac_address check (mac_address ~ '^[0-9A-F]{2}(:[0-9A-F]{2}){5}$')
      );
      create index ix_hotspot_accounts_site_id on hotspot_accounts (site_id, id);
      create index ix_hotspot_accounts_router_id on hotspot_accounts (router_id);

      create table hotspot_bindings (
        id          uuid        not null,
        site_id     uuid        not null,
        router_id   uuid        not null,
        mac_address text        not null,
        type        text        not null,
        note        text        not null default '',
        version     integer     not null default 1,
        created_by  text        not null,
        created_at  timestamptz not null default now(),
        updated_at  timestamptz not null default now(),
        constraint pk_hotspot_bindings primary key (id),
        constraint fk_hotspot_bindings_site_id foreign key (site_id) references sites (id),
        constraint fk_hotspot_bindings_router_id foreign key (router_id) references routers (id),
        constraint uq_hotspot_bindings_router_id_mac_address unique (router_id, mac_address),
        constraint ck_hotspot_bindings_mac_address check (mac_address ~ '^[0-9A-F]{2}(:[0-9A-F]{2}){5}$'),
        constraint ck_hotspot_bindings_type check (type in ('BYPASSED', 'BLOCKED'))
      );
      create index ix_hotspot_bindings_site_id on hotspot_bindings (site_id, id);

      create table hotspot_login_pages (
        site_id       uuid        not null,
        brand         text        not null default '',
        accent_colour text        not null default '#0b6b3a',
        logo_text     text        not null default '',
        phone         text        not null default '',
        version       integer     not null default 1,
        updated_at    timestamptz not null default now(),
        constraint pk_hotspot_login_pages primary key (site_id),
        constraint fk_hotspot_login_pages_site_id foreign key (site_id) references sites (id),
        constraint ck_hotspot_login_pages_accent_colour check (accent_colour ~ '^#[0-9a-f]{6}$')
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table hotspot_login_pages, hotspot_bindings, hotspot_accounts, static_lines');
  }
}
