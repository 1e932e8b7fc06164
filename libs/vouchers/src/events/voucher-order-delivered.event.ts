import { defineEvent } from '@app/platform';

/** A paid order has its voucher, and both are committed. Once per order (its id is the key). */
export const VoucherOrderDelivered = defineEvent<{ orderId: string; voucherId: string; siteId: string }>(
  'vouchers.order.delivered.v1',
);
