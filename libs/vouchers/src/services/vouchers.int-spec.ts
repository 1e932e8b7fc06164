import { ClsService } from 'nestjs-cls';
import { LedgerProofService } from '@app/billing';
import { addDays, localDateOf, Money, uuidv7 } from '@app/core';
import { CashBook, CashClosings } from '@app/payments';
import { CurrentActor, siteScope } from '@app/platform';
import { fakeActor, runAs } from '@app/testing';
import { VoucherBench } from '../../../../test/support/vouchers/voucher-bench';
import { VoucherBatches } from './voucher-batches.service';
import { VoucherProfits } from './voucher-profits.service';
import { VoucherSales } from './voucher-sales.service';
import { Vouchers } from './vouchers.service';

describe('vouchers', () => {
  let bench: VoucherBench;

  beforeAll(async () => {
    bench = await VoucherBench.start();
  });
  afterAll(() => bench.close());

  const vouchers = () => bench.get(Vouchers);
  const sales = () => bench.get(VoucherSales);
  const batches = () => bench.get(VoucherBatches);
  const some = async (count: number): Promise<string[]> => bench.batch((await bench.profile()).id, { quantity: count });

  describe('requirement 18: a voucher is redeemed once', () => {
    it('of 50 at the same time one succeeds', async () => {
      const [code = ''] = await some(1);
      const tries = await Promise.allSettled(Array.from({ length: 50 }, () => vouchers().redeem(code)));
      expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      const refused = tries.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
      for (const reason of refused) expect(reason).toMatchObject({ code: 'VOUCHERS_VOUCHER_STATE' });
      const { state, firstLoginAt, expiresAt } = await vouchers().get(code);
      expect(state).toBe('ACTIVE');
      expect(expiresAt!.getTime() - firstLoginAt!.getTime()).toBe(1_440 * 60_000);
    });

    it('is sold once, and the money is booked once', async () => {
      const [code = ''] = await some(1);
      const before = await bench.posted('VOUCHER_SALE');
      const tries = await Promise.allSettled(Array.from({ length: 10 }, () => sales().sell({ code })));
      expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(before).toEqual([]);
      expect(await bench.posted('VOUCHER_SALE')).toEqual(['CASH.OFFICE 5000', 'REVENUE.HOTSPOT -5000']);
    });
  });

  it('is taken back unused, with its money, and sold again', async () => {
    const [code = ''] = await some(1);
    const sum = async (): Promise<bigint> => {
      const row = await bench.database.queryOne<{ sum: bigint }>(
        `select coalesce(sum(amount), 0)::bigint as sum from ledger_entries where account = 'REVENUE.HOTSPOT'`,
      );
      return row!.sum;
    };
    const before = await sum();
    await sales().sell({ code });
    await sales().takeBack(code);
    expect(await sum()).toBe(before);
    expect(await vouchers().get(code)).toMatchObject({ state: 'AVAILABLE', soldAmount: null });
    await expect(sales().takeBack(code)).rejects.toMatchObject({ code: 'VOUCHERS_VOUCHER_STATE' });
    await sales().sell({ code });
    await vouchers().redeem(code);
    await expect(sales().takeBack(code)).rejects.toMatchObject({ code: 'VOUCHERS_VOUCHER_STATE' });
    expect(await sum()).toBe(before - 5_000n);
    expect(await bench.findings()).toMatchObject({ proved: true });
  });

  it('sold at a counter is part of the shift and the cash book of who sold it, and so is its return', async () => {
    const [first = '', second = ''] = await some(2);
    const id = uuidv7();
    await bench.database.execute(
      `with r as (insert into roles (id, key, name) values ($1, 'cashier-of-test', 'Kasir') returning id)
       insert into users (id, email, name, role_id, all_sites) select $1, 'kasir@test.invalid', 'Kasir', r.id, true from r`,
      [id],
    );
    const cashier = { ...fakeActor(null), id, kind: 'user' as const, name: 'Kasir' };
    const as = <T>(work: () => Promise<T>): Promise<T> => runAs(bench.app, cashier, work);
    const inDrawer = async () => {
      const { parts, should } = await as(() => bench.get(CashClosings).mine());
      return [parts.sales, should];
    };
    const { version, id: shift } = await as(() => bench.get(CashClosings).open(undefined, Money.of(20_000n, 'IDR')));
    await as(() => sales().sell({ code: first }));
    await as(() => sales().sell({ code: second, cashAccount: 'CASH.OFFICE' }));
    expect(await inDrawer()).toEqual(['10000', 30_000n]);
    await as(() => sales().takeBack(second));
    expect(await inDrawer()).toEqual(['5000', 25_000n]);
    const { lines } = await as(() => bench.get(CashBook).of(undefined, {}, { limit: 100 }));
    expect(lines.items.slice(-3).map(({ kind, amount }) => [kind, amount])).toEqual([
      ['VOUCHER_SALE', 5_000n],
      ['VOUCHER_SALE', 5_000n],
      ['VOUCHER_RETURN', -5_000n],
    ]);
    const closed = await as(() => bench.get(CashClosings).close(shift, version, [{ value: 25_000n, count: 1 }]));
    expect(closed).toMatchObject({ difference: 0n });
    await as(() => sales().sell({ code: second }));
    expect((await as(() => bench.get(CashClosings).get(shift))).should).toBe(25_000n);
    expect(await bench.findings()).toMatchObject({ proved: true });
  });

  it('every sale is proved: planted differences are found', async () => {
    const [code = ''] = await some(1);
    await sales().sell({ code });
    const { id } = await vouchers().get(code);
    const found = async (): Promise<string[]> => {
      const { invariants } = await bench.get(LedgerProofService).prove();
      return invariants.flatMap(({ findings }) => findings.map(({ what }) => what)).sort();
    };
    const plant = async (change: string): Promise<string[]> => {
      const before = await bench.database.queryOne<{ row: string }>(
        `select to_jsonb(v)::text as row from vouchers v where v.id = $1`,
        [id],
      );
      await bench.database.execute(`update vouchers set ${change} where id = $1`, [id]);
      const findings = await found();
      await bench.database.execute(
        `update vouchers v set sold_amount = r.sold_amount, sold_at = r.sold_at, sale_id = r.sale_id,
           cash_account = r.cash_account, reseller_id = r.reseller_id
           from jsonb_populate_record(null::vouchers, $2::jsonb) as r where v.id = $1`,
        [id, before?.row],
      );
      return findings;
    };
    expect(await found()).toEqual([]);
    expect(await plant('sold_amount = sold_amount - 1')).toEqual([
      ...['a sold voucher differs from its booking', 'the money of a sold voucher does not lie where it says'],
    ]);
    expect(await plant(`cash_account = 'CASH.BANK'`)).toEqual([
      'the money of a sold voucher does not lie where it says',
    ]);
    expect(await plant('sold_amount = null, sold_at = null, sale_id = null')).toEqual([
      ...['a sale is booked and no voucher is sold by it', 'a voucher is sold without a sale'],
    ]);
    const reseller = uuidv7();
    await bench.database.execute(`insert into resellers (id, site_id, name) values ($1, $2, 'Pak Tono')`, [
      reseller,
      bench.site,
    ]);
    expect(await plant(`reseller_id = '${reseller}'`)).toEqual([`a reseller's voucher is booked as ours`]);
    expect(await found()).toEqual([]);
  });

  it('profit: what sold vouchers brought in and cost, by package and by day, without what was taken back', async () => {
    const profile = await bench.profile({ name: 'Untung' });
    const [one = '', two = ''] = await bench.batch(profile.id, { quantity: 3 });
    await sales().sell({ code: one });
    await sales().sell({ code: two, amount: Money.of(4_500n, 'IDR') });
    await sales().takeBack(one);
    await sales().sell({ code: one });
    const today = localDateOf(new Date(), 'Asia/Jakarta');
    const report = (by: 'PACKAGE' | 'DAY') =>
      bench.get(VoucherProfits).report({ siteId: bench.site, by, from: addDays(today, -1), to: today });
    expect((await report('PACKAGE')).find(({ name }) => name === 'Untung')).toMatchObject({
      ...{ key: profile.id, count: 2, income: 9_500n, cost: 6_000n, currency: 'IDR' },
    });
    const days = await report('DAY');
    expect(days.map(({ key }) => key)).toEqual([today]);
    expect(days[0]!.income).toBeGreaterThanOrEqual(9_500n);
    const year = { siteId: bench.site, by: 'DAY', from: addDays(today, -400), to: today } as const;
    await expect(bench.get(VoucherProfits).report(year)).rejects.toMatchObject({ code: 'CORE_VALIDATION_FAILED' });
  });

  it('gets more time after its end, and only then', async () => {
    const [code = ''] = await some(1);
    await expect(vouchers().extend(code, { minutes: 60 })).rejects.toMatchObject({ code: 'VOUCHERS_VOUCHER_STATE' });
    const { expiresAt } = await vouchers().redeem(code);
    const longer = await vouchers().extend(code, { minutes: 60 });
    expect(longer.expiresAt!.getTime() - expiresAt!.getTime()).toBe(3_600_000);
    await expect(vouchers().extend(code, { bytes: 1n })).rejects.toMatchObject({ code: 'VOUCHERS_NOTHING_TO_EXTEND' });
  });

  it('gets another code, and the old one is nobody', async () => {
    const [code = ''] = await some(1);
    const { code: other, id } = await vouchers().regenerate(code);
    expect(other).not.toBe(code);
    await expect(vouchers().get(code)).rejects.toMatchObject({ code: 'VOUCHERS_NOT_FOUND' });
    expect((await vouchers().get(other)).id).toBe(id);
    await vouchers().void(other, 'hilang');
    await expect(vouchers().regenerate(other)).rejects.toMatchObject({ code: 'VOUCHERS_VOUCHER_STATE' });
  });

  describe('requirement 19: batches', () => {
    it('are seen whole or not at all', async () => {
      const profile = await bench.profile();
      const { id, style, quantity } = await batches().start(bench.order(profile.id, { quantity: 4 }));
      await bench.database.execute(
        `insert into vouchers (id, site_id, batch_id, profile_id, code, provisioned, cost_amount, price_amount, currency, created_at)
         values ($1, $2, $3, $4, 'half-made', true, 0, 0, 'IDR', now())`,
        [uuidv7(), bench.site, id, profile.id],
      );
      await expect(vouchers().get('half-made')).rejects.toMatchObject({ code: 'VOUCHERS_NOT_FOUND' });
      await expect(sales().sell({ code: 'half-made' })).rejects.toMatchObject({ code: 'VOUCHERS_NOT_FOUND' });
      await bench.database.execute(`update voucher_batches set made = 1 where id = $1`, [id]);
      expect((await vouchers().list({ limit: 10, batchId: id })).items).toEqual([]);
      await bench.make({ batchId: id, quantity, style });
      expect((await vouchers().list({ limit: 10, batchId: id })).items).toHaveLength(4);
    });

    it('copy the terms of the package, and refuse codes that are guessed', async () => {
      const profile = await bench.profile({ dataLimitBytes: 1_000_000n });
      const style = { prefix: '', length: 4, alphabet: 'DIGITS', passwordMode: 'SAME' } as const;
      await expect(batches().start(bench.order(profile.id, { style, quantity: 100 }))).rejects.toMatchObject({
        code: 'VOUCHERS_CODE_TOO_SHORT',
      });
      const [code = ''] = await bench.batch(profile.id);
      expect(await vouchers().get(code)).toMatchObject({ dataLimitBytes: 1_000_000n, priceAmount: 5_000n });
    });

    it('are ordered once per key', async () => {
      const profile = await bench.profile();
      const order = bench.order(profile.id, { idempotencyKey: 'k1' });
      const [first, second] = await Promise.all([batches().start(order), batches().start(order)]);
      expect(second.id).toBe(first.id);
      const other = { ...order, quantity: 9 };
      await expect(batches().start(other)).rejects.toMatchObject({ code: 'VOUCHERS_KEY_REUSED' });
    });

    it('are voided as far as nobody has bought of them', async () => {
      const profile = await bench.profile();
      const { id, style, quantity } = await batches().start(bench.order(profile.id));
      await bench.make({ batchId: id, quantity, style });
      const [sold = ''] = await bench.codes(id);
      await sales().sell({ code: sold });
      expect(await batches().void(id, 'salah harga')).toMatchObject({ voided: 2, batch: { state: 'VOID' } });
      expect(await vouchers().redeem(sold)).toMatchObject({ state: 'ACTIVE' });
      await expect(batches().void(id, 'lagi')).rejects.toMatchObject({ code: 'VOUCHERS_BATCH_STATE' });
    });

    it('that are stopped or fail leave nothing', async () => {
      const profile = await bench.profile();
      const { id, style } = await batches().start(bench.order(profile.id, { quantity: 10 }));
      await batches().void(id, 'batal');
      await bench.make({ batchId: id, quantity: 10, style });
      expect(await bench.codes(id)).toEqual([]);
      const failing = await batches().start(bench.order(profile.id));
      await batches().fail(failing.id);
      expect(await batches().get(failing.id)).toMatchObject({ state: 'FAILED', made: 0 });
    });
  });

  it('requirement 27: a reseller sees and sells his own, and his money is not booked', async () => {
    const reseller = uuidv7();
    const others = await some(1);
    await bench.database.execute(`insert into resellers (id, site_id, name) values ($1, $2, 'Bu Sri')`, [
      reseller,
      bench.site,
    ]);
    const [own = ''] = await bench.batch((await bench.profile()).id, { resellerId: reseller, quantity: 1 });
    const booked = await bench.posted('VOUCHER_SALE');
    await bench.get(ClsService).run(async () => {
      const scope = { ...siteScope([bench.site]), resellerId: reseller };
      bench.get(CurrentActor).set({ kind: 'user', id: uuidv7(), name: 'Bu Sri', permissions: new Set(), scope });
      const { items } = await vouchers().list({ limit: 50 });
      expect(items.map(({ code }) => code)).toEqual([own]);
      for (const code of others) {
        await expect(sales().sell({ code })).rejects.toMatchObject({ code: 'VOUCHERS_NOT_FOUND' });
      }
      expect(await sales().sell({ code: own })).toMatchObject({ state: 'SOLD', soldByName: 'Bu Sri' });
      const today = localDateOf(new Date(), 'Asia/Jakarta');
      const days = { from: addDays(today, -1), to: today };
      const sold = await bench.get(VoucherProfits).report({ siteId: bench.site, by: 'SELLER', ...days });
      expect(sold.map(({ name, count }) => [name, count])).toEqual([['Bu Sri', 1]]);
    });
    expect(await bench.posted('VOUCHER_SALE')).toEqual(booked);
  });
});
