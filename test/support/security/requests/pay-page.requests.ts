import { at, edit, gone, IDR, listOf, type OperationRequest, plain } from './operation-request';

const LINE = { externalId: 'x', bookedOn: '2026-11-22', direction: 'DEBIT', description: 'x' };

/** Transfers, proofs, top-ups, and the pages of payers. */
export const payPage: Record<string, OperationRequest> = {
  listBankAccounts: listOf('bankAccount'),
  getBankAccount: at('bankAccount'),
  createBankAccount: {
    body: ({ site }, unique) => ({
      ...{ siteId: site, bank: 'OTHER', holderName: 'PT Mawar' },
      accountNumber: `90000${unique.replace(/\D/g, '')}`.slice(0, 30),
    }),
  },
  updateBankAccount: edit('bankAccount', { holderName: 'PT Melati' }),
  uploadBankMutations: at('bankAccount'),
  pushBankMutations: at('bankAccount', {
    body: (_, unique) => ({ mutations: [{ ...LINE, externalId: unique, amount: IDR('5000') }] }),
  }),
  listBankMutations: listOf('bankMutation'),
  getBankMutation: at('bankMutation'),
  assignBankMutation: gone('bankMutation', { body: ({ customer }) => ({ customerId: customer }) }),
  ignoreBankMutation: gone('bankMutation', { body: () => ({ note: 'bunga' }) }),
  listPaymentClaims: listOf('paymentClaim'),
  submitPaymentClaim: { query: ({ customer }) => ({ customerId: customer, amount: '5000' }) },
  getPaymentClaim: at('paymentClaim'),
  getPaymentClaimFile: at('paymentClaim'),
  approvePaymentClaim: gone('paymentClaim', { body: () => ({}) }),
  rejectPaymentClaim: gone('paymentClaim', { body: () => ({ reason: 'belum masuk' }) }),
  listTopUps: { params: { customerId: 'customer' } },
  startTopUp: { params: { customerId: 'customer' }, body: () => ({ amount: IDR('50000') }) },
  readPayStyle: plain,
  readPayScript: plain,
  showPayPage: { params: { token: '=x' } },
  readPayStatus: { params: { token: '=x' } },
  choosePayWay: { params: { token: '=x' } },
  refreshPayStatus: { params: { token: '=x' } },
  startPayTopUp: { params: { token: '=x' } },
  sendPayProof: { params: { token: '=x' } },
  showReceipt: { params: { kind: '=KW', site: '=X', year: '=2026', month: '=11', no: '=1' } },
};
