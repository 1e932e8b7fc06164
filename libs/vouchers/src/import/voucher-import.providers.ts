import { VoucherAdoption } from './voucher-adoption.service';
import { VoucherImportRepository } from './voucher-import.repository';
import { VoucherImports, VoucherLists } from './voucher-imports.service';
import { VoucherListTarget } from './voucher-list.target';

/** Lists of other systems. */
export const voucherImportParts = [VoucherAdoption, VoucherImportRepository, VoucherListTarget];
export const voucherImportServices = [VoucherImports, VoucherLists];
