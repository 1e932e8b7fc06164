import { IDR, at, edit, gone, listOf, type OperationRequest, plain } from './operation-request';

const REASON = { body: () => ({ reason: 'A test of access' }) };
const SPAN = { from: '2026-01-01', to: '2026-12-31' };
const LINE = { description: 'Kabel', quantity: 1, unitPrice: IDR('1000'), taxCode: 'NONE' };

/** Documents, wallets, commissions, periods. */
export const money: Record<string, OperationRequest> = {
  listCreditNotes: listOf('creditNote'),
  getCreditNote: at('creditNote'),
  createCreditNote: {
    body: ({ invoice, invoiceLine }, unique) => ({
      ...{ invoiceId: invoice, sourceKey: unique, reason: 'A test of access' },
      lines: [{ invoiceLineId: invoiceLine, net: IDR('1'), tax: IDR('0') }],
    }),
  },
  listInvoiceLines: at('invoice'),
  voidInvoice: gone('invoice', REASON),
  writeOffInvoice: gone('invoice', REASON),
  reissueInvoice: gone('invoice', REASON),
  putInvoiceTaxDocument: at('invoice', { body: () => ({ fakturNumber: '010', reported: false }) }),
  listInvoiceWithholdings: at('invoice'),
  recordInvoiceWithholding: at('invoice', {
    body: (_, unique) => ({ amount: IDR('1'), certificate: unique, receivedAt: '2026-01-01T00:00:00Z' }),
  }),
  createInvoiceDraft: { body: ({ customer }) => ({ customerId: customer, lines: [LINE] }) },
  updateInvoiceDraft: gone('draft', { body: () => ({ version: 1, lines: [LINE] }) }),
  deleteInvoiceDraft: gone('draft'),
  finaliseInvoice: gone('draft'),
  getWallet: { params: { customerId: 'customer' } },
  listWalletMovements: { params: { customerId: 'customer' } },
  giveWalletCredit: {
    params: { customerId: 'customer' },
    body: () => ({ amount: IDR('1000'), reason: 'A test of access' }),
  },
  getCustomerBilling: at('customer'),
  updateCustomerBilling: edit('customer', { autoPay: true }),
  getCustomerStatement: at('customer', { query: () => SPAN }),
  listCommissionRates: at('reseller'),
  addCommissionRate: gone('reseller', { body: () => ({ validFrom: '2098-01-01', rateBp: 1_000 }) }),
  getCommissionStatement: { query: ({ reseller }) => ({ resellerId: reseller, ...SPAN }) },
  listCommissionAccruals: { query: ({ reseller }) => ({ resellerId: reseller, ...SPAN }) },
  listCommissionPayouts: plain,
  payCommission: { body: ({ reseller }) => ({ resellerId: reseller, amount: IDR('1'), cashAccount: 'CASH.BANK' }) },
  getTrialBalance: { query: () => ({ month: '2026-01' }) },
  listAccountingPeriods: plain,
  closeAccountingPeriod: { params: { month: '=2000-01' } },
  reopenAccountingPeriod: { params: { month: '=2000-01' }, ...REASON },
  addCashAccount: { body: (_, unique) => ({ code: `CASH.${unique.toUpperCase()}`, name: 'Test' }) },
};
