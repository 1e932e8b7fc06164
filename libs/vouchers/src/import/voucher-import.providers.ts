import { VoucherAdoption } from './voucher-adoption.service';
import { VoucherImportRepository } from './voucher-import.repository';
import { VoucherImports, VoucherLists } from './voucher-imports.service';
import { VoucherListFacts } from './voucher-list-facts.service';
import { VoucherListTarget } from './voucher-list.target';

/** Lists of other systems. */
export const voucherImportParts = [VoucherAdoption, VoucherImportRepository, VoucherListFacts, VoucherListTarget];
export const voucherImportServices = [VoucherImports, VoucherLists];
