import { at, gone, listOf, type OperationRequest } from './operation-request';

export const customerImport: Record<string, OperationRequest> = {
  importCustomers: { query: ({ site }) => ({ siteId: site, dryRun: 'true' }) },
  listCustomerImports: listOf('customerImport'),
  getCustomerImport: at('customerImport'),
  listCustomerImportRows: at('customerImport'),
  downloadFailedCustomerRows: at('customerImport'),
  confirmCustomerImport: gone('customerImport'),
  cancelCustomerImport: at('customerImport'),
};
