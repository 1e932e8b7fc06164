import { at, gone, IDR, listOf, type OperationRequest, plain } from './operation-request';

const REASON = { reason: 'A test of access' };

/** Refunds, voids, reviews, settlement reports, payouts. */
export const refunds: Record<string, OperationRequest> = {
  requestRefund: gone('payment', { body: () => ({ ...REASON, way: 'MANUAL', proofRef: 'T-1' }) }),
  voidPayment: gone('payment', { body: () => REASON }),
  listRefunds: listOf('refund'),
  getRefund: at('refund'),
  approveRefund: gone('refund'),
  rejectRefund: gone('refund', { body: () => REASON }),
  resolveRefund: gone('unknownRefund', { body: () => ({ outcome: 'FAILED', proofRef: 'T-1' }) }),
  listPaymentReviews: listOf('review'),
  decidePaymentReview: gone('review', { body: () => ({ ...REASON, action: 'DISMISS' }) }),
  uploadSettlementReport: { query: ({ gatewayAccount }) => ({ accountId: gatewayAccount }) },
  listSettlementReports: listOf('settlementReport'),
  getSettlementReport: at('settlementReport'),
  listSettlementRows: at('settlementReport'),
  decideSettlementRow: {
    params: { id: 'settlementReport', rowId: 'settlementRow' },
    body: () => ({ ...REASON, action: 'DISMISS' }),
    consumes: true,
  },
  listNotSettledPayments: plain,
  recordGatewayPayout: {
    body: ({ gatewayAccount }, unique) => ({
      ...{ accountId: gatewayAccount, reference: `P-${unique}`, amount: IDR('1000'), paidOn: '2026-11-22' },
    }),
  },
  listGatewayPayouts: plain,
};
