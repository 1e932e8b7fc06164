import {
  GatewayAccounts,
  Gateways,
  type PaymentEvidence,
  RefundRunner,
  Refunds,
  Reviews,
  SettleAttempt,
  TakenBack,
} from '@app/payments';
import { Money, uuidv7 } from '@app/core';
import { VoucherBench } from '../../../../test/support/vouchers/voucher-bench';
import { VoucherExpiry } from './voucher-expiry.service';
import { VoucherOrderTarget } from './voucher-order-target';
import { VoucherOrders } from './voucher-orders.service';
import { UsedVoucherReturns } from './used-voucher-returns.service';
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
  async function attempt(orderId: string, at = { gateway: 'tripay', id: accountId }): Promise<string> {
    const id = uuidv7();
    await bench.database.execute(
      `insert into payment_attempts (id, target_kind, target_id, site_id, gateway, account_id, merchant_order_id, amount,
         currency, state, created_at, updated_at)
       values ($1, 'VOUCHER_ORDER', $2, $3, $5, $4, $1::uuid::text, 5000, 'IDR', 'PENDING', now(), now())`,
      [id, orderId, bench.site, at.id, at.gateway],
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

  describe('money that goes back', () => {
    const sold = async (): Promise<{ token: string; attemptId: string; paymentId: string; code: string }> => {
      const { id, token } = await order();
      const attemptId = await attempt(id);
      const { paymentId } = await settle(attemptId);
      return { token, attemptId, paymentId: paymentId!, code: (await orders().byToken(token)).code! };
    };
    const codeOf = async (orderId: string): Promise<string | undefined> => {
      const sql = 'select v.code from voucher_orders o join vouchers v on v.id = o.voucher_id where o.id = $1';
      return (await bench.database.queryOne<{ code: string }>(sql, [orderId]))?.code;
    };
    const byHand = (paymentId: string, amount?: bigint) =>
      bench.get(Refunds).request({
        ...{ paymentId, way: 'MANUAL', reason: 'salah beli', proofRef: 'TUNAI-1' },
        ...(amount === undefined ? {} : { amount: Money.of(amount, 'IDR') }),
      });
    const alerts = async (voucher: string): Promise<number> =>
      (
        await bench.database.query(
          `select 1 from alerts a join vouchers v on v.id::text = a.subject_id
            where v.code = $1 and a.key like 'vouchers.refunded-used:%' and a.resolved_at is null`,
          [voucher],
        )
      ).length;

    it('requirement 22: in cash voids a voucher that nobody used, with the last of it', async () => {
      const { paymentId, code, token } = await sold();
      const [revenue, cash] = [await balance('REVENUE.HOTSPOT'), await balance('CASH.OFFICE')];
      expect(await byHand(paymentId, 2_000n)).toMatchObject({ state: 'DONE' });
      expect(await bench.get(Vouchers).get(code)).toMatchObject({ state: 'SOLD' });
      expect(await byHand(paymentId)).toMatchObject({ state: 'DONE', amount: 3_000n });
      expect(await bench.get(Vouchers).get(code)).toMatchObject({ state: 'VOID', voidReason: 'salah beli' });
      expect(await orders().byToken(token)).toMatchObject({ state: 'DELIVERED', voided: true });
      expect([await balance('REVENUE.HOTSPOT'), await balance('CASH.OFFICE')]).toEqual([
        revenue + 5_000n,
        cash - 5_000n,
      ]);
      await expect(byHand(paymentId)).rejects.toMatchObject({ code: 'REFUNDS_TOO_MUCH' });
      const credit = bench.get(Refunds).request({ paymentId, way: 'CREDIT', reason: 'nobody has a deposit' });
      await expect(credit).rejects.toMatchObject({ code: 'REFUNDS_TOO_MUCH' });
      expect(await bench.findings()).toMatchObject({ proved: true });
      await bench.database.execute(`update vouchers set state = 'SOLD' where code = $1`, [code]);
      expect(await bench.findings()).toMatchObject({ proved: false, violations: 1 });
      await bench.database.execute(`update vouchers set state = 'VOID' where code = $1`, [code]);
    });

    it('through the gateway voids it once the gateway has done it', async () => {
      const { id: midtransId } = await bench.get(GatewayAccounts).create({
        ...{ code: 'MIDTRANS-1', gateway: 'midtrans', siteId: null, name: 'Midtrans', environment: 'SANDBOX' },
        ...{ settings: {}, secrets: { serverKey: 'SB-Mid-server-x' } },
      });
      const { id } = await order();
      const { paymentId } = await settle(await attempt(id, { gateway: 'midtrans', id: midtransId }));
      const refund = jest.spyOn(bench.get(Gateways).get('midtrans'), 'refund');
      refund.mockResolvedValue({ outcome: 'refunded', refundRef: 'R-1' });
      const asked = await bench.get(Refunds).request({ paymentId: paymentId!, way: 'GATEWAY', reason: 'salah beli' });
      const code = await codeOf(id);
      expect(await bench.get(Vouchers).get(code!)).toMatchObject({ state: 'SOLD' });
      expect(await bench.get(RefundRunner).run(asked.id)).toBe('DONE');
      expect(await bench.get(Vouchers).get(code!)).toMatchObject({ state: 'VOID' });
      expect(await balance(await bench.cashOf(midtransId))).toBe(0n);
      expect(await bench.findings()).toMatchObject({ proved: true });
    });

    it('ten times at once goes back once', async () => {
      const { paymentId } = await sold();
      const tries = await Promise.allSettled(Array.from({ length: 10 }, () => byHand(paymentId)));
      expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(await bench.findings()).toMatchObject({ proved: true });
    });

    const queue = async (open: boolean) => (await bench.get(UsedVoucherReturns).list({ limit: 200, open })).items;

    it('leaves a used voucher to a person', async () => {
      const { paymentId, code } = await sold();
      await bench.get(Vouchers).redeem(code);
      await byHand(paymentId);
      expect(await bench.get(Vouchers).get(code)).toMatchObject({ state: 'ACTIVE' });
      expect(await alerts(code)).toBe(1);
      await bench.get(Vouchers).void(code, 'uang sudah kembali');
      expect(await alerts(code)).toBe(0);
      expect((await queue(true)).map((one) => one.code)).not.toContain(code);
      expect((await queue(false)).find((one) => one.code === code)).toMatchObject({ action: 'END' });
    });

    it.each(['KEEP', 'END'] as const)('a used voucher is decided once, by one person: %s', async (action) => {
      const { paymentId, code } = await sold();
      await bench.get(Vouchers).redeem(code);
      await byHand(paymentId);
      const id = (await queue(true)).find((one) => one.code === code)?.id ?? '';
      const decide = () => bench.get(UsedVoucherReturns).decide(id, action, 'sudah dibicarakan');
      const tries = await Promise.allSettled([decide(), decide(), decide()]);
      expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      await expect(decide()).rejects.toMatchObject({ code: 'VOUCHERS_RETURN_DECIDED' });
      expect(await bench.get(Vouchers).get(code)).toMatchObject({ state: action === 'END' ? 'VOID' : 'ACTIVE' });
      expect(await alerts(code)).toBe(0);
      const [entry] = await queue(false);
      expect(entry).toMatchObject({ code, action, decisionReason: 'sudah dibicarakan' });
    });

    it('of another amount than asked for waits for a person, who sends it back', async () => {
      const { id, token } = await order();
      const attemptId = await attempt(id);
      const suspense = await balance('SUSPENSE');
      const wrong = { event: 'PAID', source: 'CALLBACK', amount: Money.of(4_000n, 'IDR') } as const;
      expect(await bench.get(SettleAttempt).settle(attemptId, wrong)).toMatchObject({ result: 'review' });
      const decide = (action: 'CREDIT' | 'REFUND') =>
        bench.get(Reviews).decide({ reviewId: attemptId, action, proofRef: 'TRF-1', reason: 'kurang bayar' });
      await expect(decide('CREDIT')).rejects.toMatchObject({ code: 'CORE_NOT_FOUND' });
      expect(await decide('REFUND')).toMatchObject({ amount: 4_000n, customerId: null });
      expect(await orders().byToken(token)).toMatchObject({ state: 'OPEN', code: null });
      expect(await balance('SUSPENSE')).toBe(suspense);
      expect(await bench.findings()).toMatchObject({ proved: true });
    });

    it('by a chargeback voids it too, and double money leaves SUSPENSE', async () => {
      const { attemptId, code, paymentId } = await sold();
      const tripay = bench.get(Gateways).get('tripay');
      jest.spyOn(tripay, 'queryStatus').mockResolvedValue({ state: 'chargeback', raw: {} });
      await bench.get(SettleAttempt).settle(attemptId, { event: 'CHARGED_BACK', source: 'CALLBACK' });
      expect([await bench.get(TakenBack).book(attemptId), await bench.get(TakenBack).book(attemptId)]).toEqual([
        'booked',
        'nothing',
      ]);
      expect(await bench.get(Vouchers).get(code)).toMatchObject({ state: 'VOID' });
      await expect(byHand(paymentId)).rejects.toMatchObject({ code: 'REFUNDS_TOO_MUCH' });
      const { id } = await order();
      await settle(await attempt(id));
      const suspense = await balance('SUSPENSE');
      const second = await settle(await attempt(id));
      expect(second.result).toBe('late-credit');
      await byHand(second.paymentId!);
      expect(await balance('SUSPENSE')).toBe(suspense);
      expect(await bench.findings()).toMatchObject({ proved: true });
    });
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
