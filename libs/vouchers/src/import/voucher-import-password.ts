import { defineSealedColumn } from '@app/platform';

/** Where the passwords of a list lie until its rows are carried out. */
export const LIST_PASSWORD = defineSealedColumn({ table: 'voucher_import_passwords', column: 'password_sealed' });
