import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** How a router is reached: kind of TLS, own CA, API or REST, code page of foreign texts. */
export class RouterTransports1764000000012 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table routers alter column tls drop default;
      alter table routers alter column tls type text using case when tls then 'PINNED' else 'PLAIN' end;
      alter table routers rename column tls to tls_mode;
      alter table routers alter column tls_mode set default 'PLAIN';
      alter table routers
        add column ca_pem                text,
        add column protocol              text    not null default 'API',
        add column code_page             text    not null default 'windows-1252',
        add column plain_allowed         boolean not null default true,
        add column anonymous_tls_allowed boolean not null default false,
        add constraint ck_routers_tls_mode check (tls_mode in ('PLAIN', 'PINNED', 'CA')),
        add constraint ck_routers_ca_pem check (tls_mode <> 'CA' or ca_pem is not null),
        add constraint ck_routers_protocol check (protocol in ('API', 'REST'));
      alter table routers alter column plain_allowed set default false;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table routers
        drop constraint ck_routers_tls_mode,
        drop constraint ck_routers_ca_pem,
        drop constraint ck_routers_protocol,
        drop column ca_pem,
        drop column protocol,
        drop column code_page,
        drop column plain_allowed,
        drop column anonymous_tls_allowed;
      alter table routers rename column tls_mode to tls;
      alter table routers alter column tls drop default;
      alter table routers alter column tls type boolean using tls <> 'PLAIN';
      alter table routers alter column tls set default false;
    `);
  }
}
