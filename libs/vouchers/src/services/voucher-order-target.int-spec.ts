import { type PaymentEvidence, SettleAttempt } from '@app/payments';
import { Money, uuidv7 } from '@app/core';
import { VoucherBench } from '../../../../test/support/vouchers/voucher-bench';
import { VoucherExpiry } from './voucher-expiry.service';
import { VoucherOrderTarget } from './voucher-order-target';
import { VoucherOrders } from './voucher-orders.service';
import { Vouchers } from './vouchers.service';

describe('the voucher shop', () => {
  let bench: VoucherBench;
  let accountId: string;
  let profileId: string;

  beforeAll(async () => {
    bench = await VoucherBench.start();
    accountId = await bench.merchant();
    profileId = (await bench.profile({ inShop: true })).id;
  });
  afterAll(() => bench.close());

  const orders = () => bench.get(VoucherOrders);
  const order = async (): Promise<{ token: string; id: string }> => {
    const buyer = { buyerName: 'Siti', buyerPhone: '081234567890', language: 'id' as const };
    const made = await orders().create({ siteCode: 'kdr', profileId, ...buyer });
    return { token: made.token, id: made.order.id };
  };

  /** An open attempt, as it is after the gateway's answer. */
  async function attempt(orderId: string): Promise<string> {
    const id = uuidv7();
    await bench.database.execute(
      `insert into payment_attempts (id, target_kind, target_id, site_id, gateway, account_id, merchant_order_id, amount,
         currency, state, created_at, updated_at)
       values ($1, 'VOUCHER_ORDER', $2, $3, 'tripay', $4, $1::uuid::text, 5000, 'IDR', 'PENDING', now(), now())`,
      [id, orderId, bench.site, accountId],
    );
    return id;
  }

  const PAID = { event: 'PAID', amount: Money.of(5_000n, 'IDR') } as PaymentEvidence;
  const settle = (attemptId: string) => bench.get(SettleAttempt).settle(attemptId, PAID);
  const balance = async (account: string): Promise<bigint> => {
    const row = await bench.database.queryOne<{ sum: bigint }>(
      `select coalesce(sum(amount), 0)::bigint as sum from ledger_entries where account = $1`,
      [account],
    );
    return row!.sum;
  };

  it('gives one code for one payment, however often it is told of', async () => {
    const { id, token } = await order();
    expect(await orders().byToken(token)).toMatchObject({ state: 'OPEN', code: null });
    const attemptId = await attempt(id);
    const results = await Promise.all(Array.from({ length: 10 }, () => settle(attemptId)));
    expect(results.filter(({ result }) => result === 'settled')).toHaveLength(1);
    const { state, code } = await orders().byToken(token);
    expect(state).toBe('DELIVERED');
    expect(await bench.get(Vouchers).get(code!)).toMatchObject({ state: 'SOLD', soldAmount: 5_000n, batchId: null });
    expect(await bench.posted('PAYMENT')).toEqual([`${await bench.cashOf(accountId)} 5000`, 'REVENUE.HOTSPOT -5000']);
    const event = await bench.database.query(`select 1 from outbox_events where topic = $1 and key = $2`, [
      'vouchers.order.delivered.v1',
      id,
    ]);
    expect(event).toHaveLength(1);
    expect(await bench.findings()).toMatchObject({ proved: true });
  });

  it('keeps double money in suspense, never a second code', async () => {
    const { id, token } = await order();
    const first = await attempt(id);
    await settle(first);
    const { code } = await orders().byToken(token);
    const vouchers = async () => bench.database.query(`select id from vouchers`);
    const before = (await vouchers()).length;
    const suspense = await balance('SUSPENSE');
    await bench.database.execute(`update payment_attempts set state = 'PAID' where id = $1`, [first]);
    expect(await settle(await attempt(id))).toMatchObject({ result: 'late-credit' });
    expect((await orders().byToken(token)).code).toBe(code);
    expect(await vouchers()).toHaveLength(before);
    expect(await balance('SUSPENSE')).toBe(suspense - 5_000n);
    expect(await bench.findings()).toMatchObject({ proved: true });
  });

  it('delivers for money that comes late, but first', async () => {
    const { id, token } = await order();
    await bench.database.execute(`update voucher_orders set expires_at = now() - interval '1 hour' where id = $1`, [
      id,
    ]);
    expect(await bench.get(VoucherOrderTarget).describe(id)).toMatchObject({ stillOpen: false });
    await bench.get(VoucherExpiry).run(new AbortController().signal);
    expect(await orders().byToken(token)).toMatchObject({ state: 'EXPIRED' });
    expect(await settle(await attempt(id))).toMatchObject({ result: 'settled' });
    expect(await orders().byToken(token)).toMatchObject({ state: 'DELIVERED' });
  });

  it('sells what is on offer, at sites that sell', async () => {
    const buyer = { buyerName: '', buyerPhone: '081234567890', language: 'id' as const };
    const hidden = await bench.profile();
    await expect(orders().create({ siteCode: 'KDR', profileId: hidden.id, ...buyer })).rejects.toMatchObject({
      code: 'VOUCHERS_NOT_ON_OFFER',
    });
    await expect(orders().shop('XYZ')).rejects.toMatchObject({ code: 'VOUCHERS_SHOP_CLOSED' });
    await expect(orders().byToken('x'.repeat(43))).rejects.toMatchObject({ code: 'VOUCHERS_ORDER_NOT_FOUND' });
  });
});
