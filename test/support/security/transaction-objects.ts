import { randomBytes } from 'node:crypto';
import { uuidv7 } from '@app/core';
import { type SecretBox } from '@app/platform';

type Row = Readonly<Record<string, unknown>>;
type Account = Readonly<{ customer_id: string; site_id: string }>;

interface Maker {
  insert: (table: string, row: Row) => Promise<string>;
  insertWithoutId: (table: string, row: Row) => Promise<void>;
  code: () => string;
  secrets: SecretBox;
}

const FAR = '2100-01-01T00:00:00Z';

/** Money on its way in and out: gateways, attempts, refunds, transfers, proofs. */
export async function transactionObjects(
  maker: Maker,
  { account, invoice, payment }: { account: Account; invoice: string; payment: string },
) {
  const atGateways = await gateways(maker, account, invoice);
  const underControl = await control(maker, account, payment, atGateways.gatewayAccount);
  return { ...atGateways, ...underControl, ...(await transfers(maker, account, invoice)) };
}

/** A bank account with a line that waits for review, and a proof of a transfer. */
async function transfers(maker: Maker, account: Account, invoice: string) {
  const { site_id } = account;
  const name = { bank: 'OTHER', account_number: maker.code(), holder_name: 'PT Mawar' };
  const bankAccount = await maker.insert('bank_accounts', { site_id, ...name });
  const bankMutation = await maker.insert('bank_mutations', {
    ...{ bank_account_id: bankAccount, booked_on: '2026-11-22', direction: 'CREDIT', amount: 5_000, currency: 'IDR' },
    ...{ description: 'TRSF', description_hash: randomBytes(32), running_no: 1, source: 'PUSH', state: 'REVIEW' },
    created_at: FAR,
  });
  const paymentClaim = await maker.insert('payment_claims', {
    ...{ ...account, invoice_id: invoice, amount: 5_000, currency: 'IDR', source: 'STAFF', submitted_by: 'x' },
    ...{
      file_sha256: randomBytes(32),
      file_type: 'image/jpeg',
      file_content: randomBytes(8),
      submitted_at: '2026-01-01',
    },
  });
  return { bankAccount, bankMutation, paymentClaim };
}

/** Refunds of a payment, money in review, a settlement report. */
async function control(maker: Maker, account: Account, payment: string, gatewayAccount: string) {
  const asked = { requested_by: 'x', requested_by_name: 'x', requested_at: FAR, reason: 'Test' };
  const back = {
    way: 'MANUAL',
    kind: 'REFUND',
    currency: 'IDR',
    refund_amount: 10,
    cash_account: 'CASH.OFFICE',
    proof_ref: 'T',
  };
  const refundOf = (state: string) =>
    maker.insert('refunds', {
      ...account,
      ...asked,
      ...back,
      payment_id: payment,
      state,
      idempotency_key: maker.code(),
    });
  const refund = await refundOf('REQUESTED');
  const unknownRefund = await refundOf('UNKNOWN');
  const review = await maker.insert('payment_attempts', {
    ...{ ...account, target_kind: 'TOP_UP', target_id: uuidv7(), gateway: 'manual', account_id: gatewayAccount },
    ...{ merchant_order_id: maker.code(), amount: 150_000, claimed_amount: 1_000, currency: 'IDR', state: 'REVIEW' },
    ...{ created_at: FAR, updated_at: FAR },
  });
  const file = { file_name: 'day.csv', file_sha256: randomBytes(32), content_type: 'text/csv', requested_by: 'x' };
  const settlementReport = await maker.insert('settlement_reports', {
    ...{ ...file, account_id: gatewayAccount, state: 'COMPLETED' },
  });
  const settlementRow = await maker.insert('settlement_rows', {
    ...{ report_id: settlementReport, account_id: gatewayAccount, row_no: 2, row_key: maker.code(), kind: 'PAYMENT' },
    ...{ currency: 'IDR', gross_amount: 1_000, fee_amount: 0, net_amount: 1_000 },
  });
  return { refund, unknownRefund, review, settlementReport, settlementRow };
}

/** A merchant account with a channel, and an attempt there. */
async function gateways(maker: Maker, account: Account, invoice: string) {
  const id = uuidv7();
  const place = { table: 'gateway_accounts', id, column: 'secrets_sealed' };
  const gatewayAccount = await maker.insert('gateway_accounts', {
    ...{
      id,
      site_id: account.site_id,
      code: maker.code(),
      gateway: 'manual',
      name: 'Counter',
      environment: 'SANDBOX',
    },
    ...{ secrets_sealed: maker.secrets.seal('{}', place), cash_account: 'CASH.GATEWAY', currency: 'IDR' },
  });
  const channel = { account_id: gatewayAccount, channel: 'CASH', name: 'Cash', kind: 'cash', currency: 'IDR' };
  await maker.insertWithoutId('gateway_channels', channel);
  const attempt = await maker.insert('payment_attempts', {
    ...{ ...account, target_kind: 'INVOICE', target_id: invoice, gateway: 'manual', account_id: gatewayAccount },
    ...{ merchant_order_id: maker.code(), amount: 150_000, currency: 'IDR', created_at: FAR, updated_at: FAR },
  });
  return { gatewayAccount, attempt };
}
