import { defineSealedColumn } from '@app/platform';

/** Where the sealed password of an account lives. */
export const passwordPlace = defineSealedColumn({ table: 'pppoe_accounts', column: 'password_sealed' }).place;
