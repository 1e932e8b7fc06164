import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Customers. */
export class Customers1764000000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create sequence customer_code_seq;

      create table customers (
        id         uuid        not null,
        site_id    uuid        not null,
        code       text        not null,
        name       text        not null,
        phone      text,
        email      text,
        address    text        not null default '',
        time_zone  text        not null,
        status     text        not null default 'ACTIVE',
        version    integer     not null default 1,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        constraint pk_customers primary key (id),
        constraint fk_customers_site_id foreign key (site_id) references sites (id),
        constraint uq_customers_code unique (code),
        constraint ck_customers_status check (status in ('ACTIVE', 'ARCHIVED'))
      );
      create index ix_customers_site_id on customers (site_id, id);
      create index ix_customers_phone on customers (phone);
      create index ix_customers_name on customers (name, id);
      create index ix_customers_created_at on customers (created_at, id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table customers; drop sequence customer_code_seq`);
  }
}
