import { defineSealedColumn } from '@app/platform';

/** Where a big file of vouchers lives: codes and passwords that can be used lie nowhere in the open. */
export const VOUCHER_FILE = defineSealedColumn({ table: 'voucher_files', column: 'file_sealed' });
