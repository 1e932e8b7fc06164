import { createHmac, timingSafeEqual } from 'node:crypto';
import fastify from 'fastify';
import { Pool } from 'pg';
import { PRIVATE_KEY } from './scene';

/**
 * The floor: a bare Fastify that checks the signature of a callback and settles its order by one statement. It writes the
 * rows of the product, on as many connections of the same settings, and asks nothing but whether the order is pending: no
 * evidence, no rules, nobody else's invoices, no access.
 */
const SETTLE = `
with attempt as (
  update payment_attempts set state = 'PAID', provider_ref = $3, channel = 'BRIVA', settled_at = now(), version = version + 1,
         updated_at = now()
   where gateway = 'tripay' and account_id = $1 and merchant_order_id = $2 and state = 'PENDING'
  returning id, target_id, customer_id, site_id, amount),
account as (
  select a.* from attempt a join billing_accounts b on b.customer_id = a.customer_id for update of b),
ids as (select *, gen_random_uuid() as payment_id, gen_random_uuid() as txn_id from account),
invoice as (
  update invoices i set paid_amount = i.paid_amount + d.amount, status = 'PAID', closed_at = now(), paid_on = current_date,
         version = i.version + 1
    from ids d where i.id = d.target_id returning i.id, i.customer_id, i.version),
series as (
  insert into number_series (series, last_no) select 'KW/JKT/2026/11', 1 from ids
  on conflict (series) do update set last_no = number_series.last_no + 1, updated_at = now() returning series, last_no),
payment as (
  insert into payments (id, site_id, customer_id, series, seq, number, method, currency, amount, received_at, recorded_at,
         recorded_by, recorded_by_name, external_ref, cash_account, attempt_id, channel)
  select payment_id, site_id, customer_id, s.series, s.last_no, s.series || '/' || lpad(s.last_no::text, 5, '0'), 'GATEWAY',
         'IDR', amount, now(), now(), 'gateway:tripay', 'Tripay', $3, 'CASH.GATEWAY', d.id, 'BRIVA' from ids d, series s),
allocation as (
  insert into payment_allocations (payment_id, invoice_id, amount, currency) select payment_id, target_id, amount, 'IDR' from ids),
txn as (
  insert into ledger_transactions (id, ref_type, ref_id, posted_on, occurred_at, currency)
  select txn_id, 'PAYMENT', payment_id, current_date, now(), 'IDR' from ids),
entries as (
  insert into ledger_entries (txn_id, posted_on, account, customer_id, amount, currency)
  select txn_id, current_date, e.account, customer_id, e.sign * amount, 'IDR'
    from ids, (values ('CASH.GATEWAY', 1), ('AR', -1)) as e (account, sign)),
events as (
  insert into outbox_events (id, topic, key, payload)
  select gen_random_uuid(), e.topic, e.key, jsonb_build_object('paymentId', d.payment_id, 'customerId', d.customer_id)
    from ids d, lateral (values ('payments.payment.recorded.v1', d.payment_id::text), ('billing.payment.applied.v1',
         d.payment_id::text), ('billing.invoice.paid.v1', d.target_id || ':2')) as e (topic, key)),
audit as (
  insert into audit_intake (id, actor_kind, actor_id, actor_name, action, subject_type, subject_id, site_id, before, after)
  select gen_random_uuid(), 'system', 'gateway:tripay', 'Tripay', 'payment.recorded', 'payment', payment_id::text, site_id,
         jsonb_build_object('due', amount), jsonb_build_object('amount', amount, 'customerId', customer_id) from ids),
notice as (
  insert into gateway_events (id, gateway, account_id, attempt_id, merchant_order_id, dedupe_key, received_at, source_ip,
         signature_ok, raw, result, processed_at)
  select gen_random_uuid(), 'tripay', $1, d.id, $2, $4, now(), '127.0.0.1', true, $5, 'settled', now() from ids d
  on conflict (gateway, account_id, dedupe_key) do update set deliveries = gateway_events.deliveries + 1)
select payment_id from ids`;

async function main(): Promise<void> {
  const [url, account] = process.argv.slice(2);
  const pool = new Pool({ connectionString: url, max: 16, options: '-c jit=off' });
  const app = fastify();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body);
  });
  app.post('/callback', async (request, reply) => {
    const bytes = request.body as Buffer;
    const wanted = createHmac('sha256', PRIVATE_KEY).update(bytes).digest('hex');
    const given = String(request.headers['x-callback-signature']).padEnd(wanted.length).slice(0, wanted.length);
    if (!timingSafeEqual(Buffer.from(wanted), Buffer.from(given))) return reply.status(401).send();
    const body = JSON.parse(bytes.toString()) as { merchant_ref: string; reference: string };
    const values = [account, body.merchant_ref, body.reference, `bench:${body.merchant_ref}`, JSON.stringify(body)];
    await pool.query({ name: 'settle', text: SETTLE, values });
    return reply.type('application/json').send({ success: true });
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const address = app.addresses()[0];
  process.send?.({ port: address?.port });
  process.once('disconnect', () => process.exit(0));
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exit(1);
});
