import { IDR, listOf, at, gone, type OperationRequest } from './operation-request';

export const payments: Record<string, OperationRequest> = {
  recordPayment: { body: ({ customer }) => ({ customerId: customer, amount: IDR('1000'), method: 'CASH' }) },
  listPayments: listOf('payment'),
  getPayment: at('payment'),
  getPaymentReceipt: at('payment'),
  reversePayment: gone('payment', { body: () => ({ kind: 'REFUND', reason: 'A test of access' }) }),
  listPaymentReversals: at('payment'),
};
