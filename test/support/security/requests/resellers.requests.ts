import { at, edit, gone, IDR, listOf, type OperationRequest, VERSION } from './operation-request';

const LINES = [{ text: '{code}', size: 'M', bold: false, align: 'LEFT' }];
const deposit = { params: { id: 'reseller', depositId: 'resellerDeposit' }, consumes: true } as const;
const price = { id: 'reseller', profileId: 'resellerProfile' } as const;

/** Print templates and files of vouchers; wallets, deposits and prices of resellers. */
export const resellers: Record<string, OperationRequest> = {
  listVoucherTemplates: listOf('voucherTemplate'),
  getVoucherTemplate: at('voucherTemplate'),
  createVoucherTemplate: {
    body: ({ site }, unique) => ({ siteId: site, name: unique, paper: 'ROLL58', lines: LINES }),
  },
  updateVoucherTemplate: edit('voucherTemplate', { phone: '0812' }),
  previewVoucherTemplate: at('voucherTemplate'),
  previewVoucherLayout: { body: () => ({ paper: 'ROLL58', lines: LINES }) },
  printVoucherBatch: at('voucherBatch', { query: ({ voucherTemplate }) => ({ template: voucherTemplate }) }),
  exportVoucherBatch: at('voucherBatch'),
  listVoucherFiles: at('voucherBatch'),
  getVoucherFile: at('voucherFile'),
  getResellerWallet: at('reseller'),
  setResellerTerms: gone('reseller', { body: () => ({ ...VERSION, limit: '100000', commissionBps: 0 }) }),
  getResellerStatement: at('reseller'),
  requestResellerDeposit: at('reseller', { body: () => ({ amount: IDR('50000'), method: 'CASH' }) }),
  listResellerDeposits: at('reseller'),
  startResellerTopUp: at('reseller', { body: () => ({ amount: IDR('50000') }) }),
  requestResellerWithdrawal: at('reseller', {
    body: () => ({ amount: IDR('1000'), method: 'TRANSFER', note: 'BCA 123' }),
  }),
  listResellerWithdrawals: at('reseller'),
  approveResellerDeposit: { ...deposit, body: () => ({}) },
  rejectResellerDeposit: { ...deposit, body: () => ({ note: 'tidak ada' }) },
  listResellerPrices: at('reseller'),
  setResellerPrice: { params: price, body: () => ({ cost: '3000', price: '5000' }) },
  deleteResellerPrice: { params: price, consumes: true },
  buyVouchers: at('reseller', {
    body: ({ resellerProfile }, name) => ({ profileId: resellerProfile, name, quantity: 1 }),
  }),
  sellOnPhone: gone('reseller', { body: ({ resellerProfile }) => ({ profileId: resellerProfile }) }),
};
