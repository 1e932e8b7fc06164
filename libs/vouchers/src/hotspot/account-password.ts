import { defineSealedColumn } from '@app/platform';

/** Where the sealed password of a hotspot account lives. */
export const accountPasswordPlace = defineSealedColumn({ table: 'hotspot_accounts', column: 'password_sealed' }).place;
