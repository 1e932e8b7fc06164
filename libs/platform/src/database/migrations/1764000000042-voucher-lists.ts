import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Voucher lists of other systems, with the passwords that stand in them until they are carried out; orders and sales by
 * time.
 */
export class VoucherLists1764000000042 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table imports drop constraint ck_imports_format;
      alter table imports add constraint ck_imports_format check (format in ('OWN', 'PHPNUXBILL_CUSTOMERS',
        'PHPNUXBILL_RECHARGES', 'MIKHMON_VOUCHERS', 'PHPNUXBILL_VOUCHERS', 'OWN_VOUCHERS'));

      create table voucher_import_passwords (
        id              uuid    not null,
        import_id       uuid    not null,
        row_no          integer not null,
        password_sealed text    not null,
        constraint pk_voucher_import_passwords primary key (id),
        constraint fk_voucher_import_passwords_row foreign key (import_id, row_no)
          references import_rows (import_id, row_no) on delete cascade deferrable initially deferred,
        constraint uq_voucher_import_passwords_row unique (import_id, row_no)
      );

      alter table voucher_batches
        add column import_id uuid,
        add constraint fk_voucher_batches_import_id foreign key (import_id) references imports (id),
        add constraint uq_voucher_batches_import_id_profile_id unique (import_id, profile_id);

      create index ix_vouchers_sold_at on vouchers (site_id, sold_at) where sold_at is not null;
      create index ix_voucher_orders_created_at on voucher_orders (created_at, id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index ix_voucher_orders_created_at, ix_vouchers_sold_at;
      alter table voucher_batches drop constraint uq_voucher_batches_import_id_profile_id,
        drop constraint fk_voucher_batches_import_id, drop column import_id;
      drop table voucher_import_passwords;
      delete from imports where format in ('PHPNUXBILL_VOUCHERS', 'OWN_VOUCHERS');
      alter table imports drop constraint ck_imports_format;
      alter table imports add constraint ck_imports_format
        check (format in ('OWN', 'PHPNUXBILL_CUSTOMERS', 'PHPNUXBILL_RECHARGES', 'MIKHMON_VOUCHERS'));
    `);
  }
}
