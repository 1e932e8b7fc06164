import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** API keys, webhook endpoints and their deliveries, sliding rate limits, customers without personal data. */
export class Integrators1764000000011 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table api_keys (
        id           uuid        not null,
        name         text        not null,
        prefix       text        not null,
        secret_hash  bytea       not null,
        permissions  text[]      not null,
        all_sites    boolean     not null default false,
        created_by   uuid        not null,
        expires_at   timestamptz not null,
        last_used_at timestamptz,
        revoked_at   timestamptz,
        version      integer     not null default 1,
        created_at   timestamptz not null default now(),
        updated_at   timestamptz not null default now(),
        constraint pk_api_keys primary key (id),
        constraint fk_api_keys_created_by foreign key (created_by) references users (id),
        constraint uq_api_keys_prefix unique (prefix),
        constraint ck_api_keys_secret_hash check (octet_length(secret_hash) = 32)
      );
      create index ix_api_keys_created_by on api_keys (created_by);
      create index ix_api_keys_created_at on api_keys (created_at, id);

      create table api_key_sites (
        api_key_id uuid not null,
        site_id    uuid not null,
        constraint pk_api_key_sites primary key (api_key_id, site_id),
        constraint fk_api_key_sites_api_key_id foreign key (api_key_id) references api_keys (id) on delete cascade,
        constraint fk_api_key_sites_site_id foreign key (site_id) references sites (id)
      );
      create index ix_api_key_sites_site_id on api_key_sites (site_id);
    `);
    await runner.query(`
      create table webhook_endpoints (
        id                     uuid        not null,
        url                    text        not null,
        description            text        not null default '',
        topics                 text[]      not null,
        active                 boolean     not null default true,
        failures               integer     not null default 0,
        retry_at               timestamptz,
        secret_sealed          text        not null,
        previous_secret_sealed text,
        previous_secret_until  timestamptz,
        version                integer     not null default 1,
        created_at             timestamptz not null default now(),
        updated_at             timestamptz not null default now(),
        constraint pk_webhook_endpoints primary key (id),
        constraint ck_webhook_endpoints_topics check (cardinality(topics) between 1 and 50),
        constraint ck_webhook_endpoints_previous
          check ((previous_secret_sealed is null) = (previous_secret_until is null))
      );
      create index ix_webhook_endpoints_created_at on webhook_endpoints (created_at, id);

      create table webhook_deliveries (
        id              uuid        not null,
        endpoint_id     uuid        not null,
        event_id        uuid        not null,
        topic           text        not null,
        payload         jsonb       not null,
        occurred_at     timestamptz not null,
        state           text        not null default 'PENDING',
        attempts        integer     not null default 0,
        next_attempt_at timestamptz not null default now(),
        status          integer,
        duration_ms     integer,
        response        text,
        error           text,
        attempted_at    timestamptz,
        created_at      timestamptz not null default now(),
        constraint pk_webhook_deliveries primary key (id),
        constraint fk_webhook_deliveries_endpoint_id
          foreign key (endpoint_id) references webhook_endpoints (id) on delete cascade,
        constraint uq_webhook_deliveries_endpoint_id_event_id unique (endpoint_id, event_id),
        constraint ck_webhook_deliveries_state check (state in ('PENDING', 'DELIVERED', 'DEAD'))
      );
      create index ix_webhook_deliveries_due on webhook_deliveries (next_attempt_at) where state = 'PENDING';
      create index ix_webhook_deliveries_endpoint_id on webhook_deliveries (endpoint_id, created_at, id);
      create index ix_webhook_deliveries_created_at on webhook_deliveries (created_at);
    `);
    await runner.query(`
      drop table rate_limits;
      create unlogged table rate_limits (
        key        text        not null,
        slot       bigint      not null,
        hits       integer     not null,
        previous   integer     not null,
        refused    boolean     not null,
        expires_at timestamptz not null,
        constraint pk_rate_limits primary key (key)
      );
      create index ix_rate_limits_expires_at on rate_limits (expires_at);

      alter table customers add column anonymized_at timestamptz;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table customers drop column anonymized_at;
      drop table rate_limits;
      create unlogged table rate_limits (
        key           text        not null,
        hits          integer     not null,
        expires_at    timestamptz not null,
        blocked_until timestamptz,
        constraint pk_rate_limits primary key (key)
      );
      create index ix_rate_limits_expires_at on rate_limits (expires_at);
      drop table webhook_deliveries, webhook_endpoints, api_key_sites, api_keys;
    `);
  }
}
