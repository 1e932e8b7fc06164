import { createHmac } from 'node:crypto';
import { type Client } from 'pg';
import { SecretBox } from '@app/platform';

export const SECRET_KEYS = `bench:${Buffer.alloc(32, 7).toString('base64')}`;
export const PRIVATE_KEY = 'private-key-of-the-bench';
export const ACCOUNT_ID = '01a20000-0000-7000-8000-000000000001';
export const PATH = `/api/v1/payments/callback/tripay/${ACCOUNT_ID}`;

export interface Order {
  id: string;
  amount: string;
}

/** The merchant account, and one pending attempt for every open invoice, as the product makes them. */
export async function seedAttempts(client: Client): Promise<void> {
  const box = new SecretBox({ keys: [SECRET_KEYS] });
  const place = { table: 'gateway_accounts', id: ACCOUNT_ID, column: 'secrets_sealed' };
  const secrets = box.seal(JSON.stringify({ apiKey: 'a', privateKey: PRIVATE_KEY }), place);
  await client.query(
    `insert into gateway_accounts (id, code, gateway, name, environment, settings, secrets_sealed, cash_account, currency)
     values ($1, 'TRIPAY-1', 'tripay', 'Tripay', 'SANDBOX', '{"merchantCode":"T0001"}', $2, 'CASH.GATEWAY', 'IDR')`,
    [ACCOUNT_ID, secrets],
  );
  await client.query(
    `insert into payment_attempts (id, target_kind, target_id, customer_id, site_id, gateway, account_id, merchant_order_id,
            amount, currency, state, expires_at, created_at, updated_at)
     select gen_random_uuid(), 'INVOICE', i.id, i.customer_id, i.site_id, 'tripay', $1, 'INV-' || i.seq, i.total_amount, 'IDR',
            'PENDING', now() + interval '1 day', now(), now() from invoices i where i.status = 'OPEN'`,
    [ACCOUNT_ID],
  );
  await client.query(
    `insert into access_intents (subscription_id, customer_id, desired, changed_at)
     select id, customer_id, 'ENABLED', now() from subscriptions`,
  );
  await client.query('analyze');
}

/** Orders that wait for their callback, in the order of their invoices. */
export async function openOrders(client: Client): Promise<Order[]> {
  const { rows } = await client.query<Order>(
    `select merchant_order_id as id, amount::text as amount from payment_attempts where state = 'PENDING'
      order by id`,
  );
  return rows;
}

/** What Tripay sends for a paid order, and its signature. */
export function callbackOf({ id, amount }: Order): { body: string; headers: Record<string, string> } {
  const body = JSON.stringify({
    ...{ reference: `T-${id}`, merchant_ref: id, payment_method_code: 'BRIVA', status: 'PAID', is_closed_payment: 1 },
    ...{ total_amount: Number(amount), fee_merchant: 4_250, fee_customer: 0, total_fee: 4_250 },
    ...{ amount_received: Number(amount) - 4_250 },
  });
  const signature = createHmac('sha256', PRIVATE_KEY).update(body).digest('hex');
  const headers = {
    ...{ 'content-type': 'application/json', 'x-callback-event': 'payment_status' },
    'x-callback-signature': signature,
  };
  return { body, headers };
}

/** Rows that settling a callback writes, by table. */
export const COUNTS_SQL = `select
  (select count(*)::int from payments) as payments,
  (select count(*)::int from payment_allocations) as allocations,
  (select count(*)::int from ledger_entries) as entries,
  (select count(*)::int from ledger_transactions) as transactions,
  (select count(*)::int from outbox_events) as events,
  (select count(*)::int from audit_intake) as audit,
  (select count(*)::int from gateway_events) as notices,
  (select count(*)::int from payment_attempts where state = 'PAID') as paid,
  (select count(*)::int from invoices where status = 'PAID') as settled`;
