import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Rendered documents, links for payers, uploaded lists. */
export class BillingFiles1764000000024 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table rendered_documents (
        id          uuid        not null,
        kind        text        not null,
        document_id uuid        not null,
        language    text        not null,
        template    text        not null,
        content     bytea       not null,
        sha256      bytea       not null,
        rendered_at timestamptz not null default now(),
        constraint pk_rendered_documents primary key (id),
        constraint uq_rendered_documents unique (kind, document_id, language, template),
        constraint ck_rendered_documents_kind check (kind in ('INVOICE', 'CREDIT_NOTE', 'STATEMENT'))
      );

      create table pay_links (
        id          uuid        not null,
        customer_id uuid        not null,
        invoice_id  uuid,
        token_hash  bytea       not null,
        token_sealed text       not null,
        expires_at  timestamptz not null,
        revoked_at  timestamptz,
        created_at  timestamptz not null default now(),
        constraint pk_pay_links primary key (id),
        constraint fk_pay_links_customer_id foreign key (customer_id) references billing_accounts (customer_id),
        constraint fk_pay_links_invoice_id foreign key (invoice_id) references invoices (id),
        constraint uq_pay_links_token_hash unique (token_hash)
      );
      create index ix_pay_links_customer_id on pay_links (customer_id);
      create index ix_pay_links_invoice_id on pay_links (invoice_id);

      create table imports (
        id               uuid        not null,
        site_id          uuid        not null,
        format           text        not null,
        file_name        text        not null,
        file_sha256      bytea       not null,
        content          bytea,
        content_type     text        not null,
        settings         jsonb       not null default '{}',
        columns          jsonb       not null default '[]',
        dry_run          boolean     not null,
        state            text        not null default 'QUEUED',
        total_count      integer,
        cancel_requested boolean     not null default false,
        problem          text,
        job_id           uuid,
        requested_by     text        not null,
        created_at       timestamptz not null default now(),
        finished_at      timestamptz,
        constraint pk_imports primary key (id),
        constraint fk_imports_site_id foreign key (site_id) references sites (id),
        constraint ck_imports_state check (state in ('QUEUED', 'RUNNING', 'COMPLETED', 'CANCELLED', 'FAILED')),
        constraint ck_imports_format
          check (format in ('OWN', 'PHPNUXBILL_CUSTOMERS', 'PHPNUXBILL_RECHARGES', 'MIKHMON_VOUCHERS'))
      );
      create index ix_imports_site_id on imports (site_id, id);
      create unique index uq_imports_file on imports (site_id, format, file_sha256)
        where not dry_run and not (state = 'FAILED' and total_count is null);

      create table import_rows (
        import_id uuid    not null,
        row_no    integer not null,
        state     text    not null,
        data      jsonb   not null,
        errors    jsonb   not null default '[]',
        object_id uuid,
        constraint pk_import_rows primary key (import_id, row_no),
        constraint fk_import_rows_import_id foreign key (import_id) references imports (id) on delete cascade,
        constraint ck_import_rows_state check (state in ('VALID', 'DONE', 'SKIPPED', 'FAILED'))
      );
      create index ix_import_rows_state on import_rows (import_id, state, row_no);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table import_rows, imports, pay_links, rendered_documents`);
  }
}
