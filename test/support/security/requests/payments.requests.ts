import { IDR, listOf, at, type OperationRequest } from './operation-request';

export const payments: Record<string, OperationRequest> = {
  recordPayment: { body: ({ customer }) => ({ customerId: customer, amount: IDR('1000'), method: 'CASH' }) },
  listPayments: listOf('payment'),
  getPayment: at('payment'),
  getPaymentReceipt: at('payment'),
};
