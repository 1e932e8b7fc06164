import { defineSealedColumn } from '@app/platform';

/** Where the sealed password of a voucher lives that has one of its own. */
export const VOUCHER_PASSWORD = defineSealedColumn({ table: 'vouchers', column: 'password_sealed' });
