import { ClsService } from 'nestjs-cls';
import { Money, uuidv7 } from '@app/core';
import { type PaymentEvidence, Refunds, ReversePaymentService, SettleAttempt } from '@app/payments';
import { type Actor, CurrentActor, siteScope } from '@app/platform';
import { VoucherBench } from '../../../../../test/support/vouchers/voucher-bench';
import { VoucherBatches } from '../../services/voucher-batches.service';
import { Vouchers } from '../../services/vouchers.service';
import { ResellerDeposits } from './reseller-deposits.service';
import { ResellerPrices } from './reseller-prices.service';
import { ResellerPurchases } from './reseller-purchases.service';
import { ResellerSales } from './reseller-sales.service';
import { ResellerWallets } from './reseller-wallets.service';

const rupiah = (amount: bigint): Money => Money.of(amount, 'IDR');
const NOT_FOUND = { code: 'CORE_NOT_FOUND' };
const ONE = { limit: 50 };

describe('resellers', () => {
  let bench: VoucherBench;

  beforeAll(async () => {
    bench = await VoucherBench.start();
  });
  afterAll(() => bench.close());

  const wallets = (): ResellerWallets => bench.get(ResellerWallets);
  const deposits = (): ResellerDeposits => bench.get(ResellerDeposits);
  const prices = (): ResellerPrices => bench.get(ResellerPrices);
  const purchases = (): ResellerPurchases => bench.get(ResellerPurchases);
  const sales = (): ResellerSales => bench.get(ResellerSales);

  async function reseller(): Promise<string> {
    const id = uuidv7();
    await bench.database.execute('insert into resellers (id, site_id, name) values ($1, $2, $3)', [id, bench.site, id]);
    return id;
  }

  /** Does it as somebody of the site, or as this reseller's user. */
  async function as<T>(id: string, resellerId: string | null, work: () => Promise<T>): Promise<T> {
    const permissions = new Set(['reseller:approve-deposit']);
    const actor: Actor = {
      ...{ kind: 'user', id, name: 'N', permissions },
      scope: { ...siteScope([bench.site]), resellerId },
    };
    return bench.get(ClsService).run(async () => {
      bench.get(CurrentActor).set(actor);
      return work();
    });
  }

  /** A reseller with money, a limit, and a package at 3000 to be sold at 5000. */
  async function trader(
    deposit: bigint,
    limitAmount = 0n,
    commissionBps = 0,
  ): Promise<{ id: string; profileId: string }> {
    const id = await reseller();
    const { id: profileId } = await bench.profile();
    await prices().put(id, profileId, { costAmount: 3_000n, priceAmount: 5_000n });
    const { version } = await wallets().get(id);
    await wallets().setTerms(id, version, { limitAmount, commissionBps });
    if (deposit > 0n) {
      const asked = await as(id, id, () =>
        deposits().request(id, { amount: rupiah(deposit), method: 'TRANSFER', note: 'BCA' }),
      );
      await as(uuidv7(), null, () => deposits().approve(id, asked.id, ''));
    }
    return { id, profileId };
  }

  const balance = async (id: string): Promise<bigint> => (await wallets().get(id)).balanceAmount;
  const kinds = async (id: string): Promise<string[]> =>
    (await wallets().statement(ONE, id)).items.map(
      ({ kind, amount, balanceAmount }) => `${kind} ${amount} ${balanceAmount}`,
    );

  async function bought(id: string, profileId: string, quantity: number): Promise<string> {
    const batch = await as(id, id, () => purchases().buy(id, { profileId, name: 'Warung', quantity }));
    await bench.make({ batchId: batch.id, quantity, style: batch.style });
    return batch.id;
  }

  const proved = async (): Promise<void> => {
    expect(await bench.findings()).toMatchObject({ proved: true });
  };

  it('pay in with four eyes: what one asks for counts when another agrees, once', async () => {
    const { id } = await trader(0n);
    const [staff, second] = [uuidv7(), uuidv7()];
    const order = { amount: rupiah(100_000n), method: 'CASH' as const, note: '' };
    const asked = await as(staff, null, () => deposits().request(id, order));
    expect(await balance(id)).toBe(0n);
    await expect(as(staff, null, () => deposits().approve(id, asked.id, ''))).rejects.toMatchObject({
      code: 'IAM_OWN_APPROVAL',
    });
    await expect(as(second, id, () => deposits().approve(id, asked.id, ''))).rejects.toMatchObject({
      code: 'IAM_SCOPE_TOO_NARROW',
    });
    const tries = await Promise.allSettled(
      Array.from({ length: 8 }, () => as(second, null, () => deposits().approve(id, asked.id, 'ok'))),
    );
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await balance(id)).toBe(100_000n);
    const refused = await as(staff, null, () => deposits().request(id, order));
    await as(second, null, () => deposits().reject(id, refused.id, 'tidak ada'));
    await expect(as(second, null, () => deposits().approve(id, refused.id, ''))).rejects.toMatchObject({
      code: 'RESELLERS_DEPOSIT_DECIDED',
    });
    expect(await kinds(id)).toEqual(['DEPOSIT 100000 100000']);
    await proved();
  });

  it('never overdraw: of 50 purchases at the same time as many succeed as deposit and limit pay for', async () => {
    const { id, profileId } = await trader(60_000n, 30_000n);
    const tries = await Promise.allSettled(
      Array.from({ length: 50 }, (_, n) =>
        as(id, id, () => purchases().buy(id, { profileId, name: `B${n}`, quantity: 2 })),
      ),
    );
    const refused = tries.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
    expect(refused).toHaveLength(35);
    for (const reason of refused) expect(reason).toMatchObject({ code: 'RESELLERS_BALANCE_TOO_LOW' });
    expect(await balance(id)).toBe(-30_000n);
    const row = await bench.database.queryOne(
      'select count(*)::int as batches from voucher_batches where reseller_id = $1',
      [id],
    );
    expect(row).toEqual({ batches: 15 });
    await proved();
  });

  it('pay once for a purchase that is sent twice, also at the same time', async () => {
    const { id, profileId } = await trader(60_000n);
    const order = { profileId, name: 'Sekali', quantity: 2, idempotencyKey: uuidv7() };
    const ids = await Promise.all(
      Array.from({ length: 5 }, async () => (await as(id, id, () => purchases().buy(id, order))).id),
    );
    expect(new Set(ids).size).toBe(1);
    expect(await balance(id)).toBe(54_000n);
  });

  it('get back what was never sold, with the commission on it', async () => {
    const { id, profileId } = await trader(60_000n, 0n, 1_000);
    const batchId = await bought(id, profileId, 10);
    expect(await balance(id)).toBe(33_000n);
    const [lost = ''] = await bench.codes(batchId);
    await bench.get(Vouchers).void(lost, 'hilang');
    expect(await balance(id)).toBe(35_700n);
    await as(id, id, () => sales().sell(id, { profileId, language: 'id' }));
    const { voided } = await bench.get(VoucherBatches).void(batchId, 'kembali');
    expect(voided).toBe(8);
    expect(await balance(id)).toBe(35_700n + 8n * 2_700n);
    await expect(bench.get(VoucherBatches).void(batchId, 'lagi')).rejects.toMatchObject({
      code: 'VOUCHERS_BATCH_STATE',
    });
    expect(await bench.posted('RESELLER_COMMISSION')).toEqual(['COMMISSION 3000', 'RESELLER_DEPOSIT -3000']);
    const { id: unmade } = await as(id, id, () => purchases().buy(id, { profileId, name: 'Gagal', quantity: 5 }));
    const before = await balance(id);
    await bench.get(VoucherBatches).fail(unmade);
    await bench.get(VoucherBatches).fail(unmade);
    expect(await balance(id)).toBe(before + 13_500n);
    await proved();
  });

  it('sell on a phone: each sale another voucher, with a text and a link', async () => {
    const { id, profileId } = await trader(60_000n);
    await bought(id, profileId, 3);
    const sell = () => as(id, id, () => sales().sell(id, { profileId, buyerPhone: '0812-3456-7890', language: 'id' }));
    const sold = await Promise.all([sell(), sell(), sell()]);
    expect(new Set(sold.map(({ code }) => code)).size).toBe(3);
    const [{ code, text, waLink }] = sold;
    expect(text).toContain(`Kode: ${code}`);
    expect(waLink.startsWith('https://wa.me/6281234567890?text=')).toBe(true);
    expect(decodeURIComponent(waLink.split('text=')[1] ?? '')).toBe(text);
    await expect(sell()).rejects.toMatchObject({ code: 'RESELLERS_NOTHING_TO_SELL' });
    await expect(
      as(id, id, () => sales().sell(id, { profileId, buyerPhone: 'abc', language: 'id' })),
    ).rejects.toMatchObject({ code: 'RESELLERS_PHONE_INVALID' });
    expect(await bench.posted('VOUCHER_SALE')).toEqual([]);
  });

  it('see only their own: wallet, statement, deposits, prices, batches and vouchers of another are not there', async () => {
    const [own, other] = [await trader(30_000n), await trader(30_000n)];
    const batchId = await bought(other.id, other.profileId, 2);
    const [code = ''] = await bench.codes(batchId);
    const [asked] = (await deposits().list(ONE, other.id)).items;
    await as(own.id, own.id, async () => {
      for (const look of [
        () => wallets().get(other.id),
        () => wallets().statement(ONE, other.id),
        () => deposits().list(ONE, other.id),
        () => deposits().approve(other.id, asked?.id ?? '', ''),
        () => deposits().approve(own.id, asked?.id ?? '', ''),
        () => prices().list(other.id),
        () => purchases().buy(other.id, { profileId: other.profileId, name: 'x', quantity: 1 }),
        () => sales().sell(other.id, { profileId: other.profileId, language: 'id' }),
        () => bench.get(VoucherBatches).get(batchId),
      ] as (() => Promise<unknown>)[]) {
        await expect(look()).rejects.toMatchObject(NOT_FOUND);
      }
      await expect(bench.get(Vouchers).get(code)).rejects.toMatchObject({ code: 'VOUCHERS_NOT_FOUND' });
      await expect(sales().sell(own.id, { profileId: other.profileId, language: 'id' })).rejects.toMatchObject({
        code: 'RESELLERS_NOTHING_TO_SELL',
      });
      await expect(
        purchases().buy(own.id, { profileId: other.profileId, name: 'x', quantity: 1 }),
      ).rejects.toMatchObject({ code: 'RESELLERS_NO_PRICE' });
      const terms = { limitAmount: 9n, commissionBps: 0 };
      await expect(wallets().setTerms(own.id, 2, terms)).rejects.toMatchObject({ code: 'IAM_SCOPE_TOO_NARROW' });
      expect((await wallets().get(own.id)).balanceAmount).toBe(30_000n);
    });
  });

  it('keep a statement that nobody changes, and no limit below their debt', async () => {
    const { id, profileId } = await trader(0n, 9_000n);
    await bought(id, profileId, 3);
    const { version } = await wallets().get(id);
    await expect(wallets().setTerms(id, version, { limitAmount: 1n, commissionBps: 0 })).rejects.toMatchObject({
      code: 'RESELLERS_LIMIT_BELOW_DEBT',
    });
    await expect(
      bench.database.execute('update reseller_movements set amount = -1 where reseller_id = $1', [id]),
    ).rejects.toThrow();
    await expect(
      bench.database.execute('update reseller_wallets set balance_amount = -9001 where reseller_id = $1', [id]),
    ).rejects.toThrow(/ck_reseller_wallets_balance_amount/);
  });

  describe('money through gateways and back', () => {
    let accountId: string;
    beforeAll(async () => {
      accountId = await bench.merchant();
    });

    /** An open attempt for a deposit, as it is after the gateway's answer. */
    async function attempt(depositId: string, amount: bigint): Promise<string> {
      const id = uuidv7();
      await bench.database.execute(
        `insert into payment_attempts (id, target_kind, target_id, site_id, gateway, account_id, merchant_order_id, amount,
           currency, state, created_at, updated_at)
         values ($1, 'RESELLER_DEPOSIT', $2, $3, 'tripay', $4, $1::uuid::text, $5, 'IDR', 'PENDING', now(), now())`,
        [id, depositId, bench.site, accountId, amount],
      );
      return id;
    }
    const asked = (id: string, amount: bigint) =>
      as(id, id, () =>
        deposits().request(id, {
          ...{ amount: rupiah(amount), method: 'GATEWAY', note: '' },
          expiresAt: new Date(Date.now() + 3_600_000),
        }),
      );
    const settle = (attemptId: string, amount: bigint) =>
      bench.get(SettleAttempt).settle(attemptId, { event: 'PAID', amount: rupiah(amount) } as PaymentEvidence);
    const state = async (id: string): Promise<string | undefined> => (await deposits().list(ONE, id)).items[0]?.state;

    it('fills the wallet once, however often it is told of; nobody else can agree to it', async () => {
      const { id } = await trader(0n);
      const { id: depositId } = await asked(id, 50_000n);
      await expect(as(uuidv7(), null, () => deposits().approve(id, depositId, ''))).rejects.toMatchObject({
        code: 'RESELLERS_DEPOSIT_OF_GATEWAY',
      });
      const attemptId = await attempt(depositId, 50_000n);
      const results = await Promise.all(Array.from({ length: 10 }, () => settle(attemptId, 50_000n)));
      expect(results.filter(({ result }) => result === 'settled')).toHaveLength(1);
      expect([await balance(id), await state(id)]).toEqual([50_000n, 'APPROVED']);
      await bench.database.execute(`update payment_attempts set state = 'PAID' where id = $1`, [attemptId]);
      expect(await settle(await attempt(depositId, 50_000n), 50_000n)).toMatchObject({ result: 'late-credit' });
      expect(await kinds(id)).toEqual(['TOP_UP 50000 100000', 'TOP_UP 50000 50000']);
      await proved();
    });

    it('gives it back out of the wallet, and not what was spent', async () => {
      const { id, profileId } = await trader(0n);
      const { id: depositId } = await asked(id, 30_000n);
      const { paymentId = '' } = await settle(await attempt(depositId, 30_000n), 30_000n);
      const refund = (amount: bigint) =>
        bench.get(Refunds).request({
          ...{ paymentId, way: 'MANUAL', reason: 'salah', proofRef: 'TUNAI-9', amount: rupiah(amount) },
        });
      await bought(id, profileId, 5);
      await refund(10_000n);
      expect(await balance(id)).toBe(5_000n);
      await expect(refund(10_000n)).rejects.toMatchObject({ code: 'RESELLERS_BALANCE_TOO_LOW' });
      expect((await kinds(id))[0]).toBe('TOP_UP_RETURN -10000 5000');
      await proved();
    });

    it('loses what a chargeback takes, although he has spent it, and sells nothing until he has paid it', async () => {
      const { id, profileId } = await trader(0n);
      const { id: depositId } = await asked(id, 30_000n);
      const { paymentId = '' } = await settle(await attempt(depositId, 30_000n), 30_000n);
      await bought(id, profileId, 5);
      const command = { paymentId, kind: 'CHARGEBACK', reason: 'bank', amount: rupiah(30_000n) } as const;
      await bench.get(ReversePaymentService).reverse(command);
      expect(await balance(id)).toBe(-15_000n);
      await expect(bought(id, profileId, 1)).rejects.toMatchObject({ code: 'RESELLERS_BALANCE_TOO_LOW' });
      await proved();
    });

    it('pays out with four eyes what is his own, never the limit', async () => {
      const { id } = await trader(40_000n, 100_000n);
      const out = (amount: bigint) =>
        as(id, id, () =>
          deposits().request(id, {
            ...{ amount: rupiah(amount), method: 'TRANSFER', note: 'BCA 123', direction: 'OUT' },
          }),
        );
      await expect(out(40_001n)).rejects.toMatchObject({ code: 'RESELLERS_BALANCE_TOO_LOW' });
      const [first, second] = [await out(30_000n), await out(30_000n)];
      await expect(as(id, null, () => deposits().approve(id, first.id, ''))).rejects.toMatchObject({
        code: 'IAM_OWN_APPROVAL',
      });
      const staff = uuidv7();
      const agreed = await Promise.allSettled(
        [first, second].map((one) => as(staff, null, () => deposits().approve(id, one.id, 'ditransfer'))),
      );
      expect(agreed.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
      expect(await balance(id)).toBe(10_000n);
      expect(await bench.posted('RESELLER_WITHDRAWAL')).toEqual(['CASH.BANK -30000', 'RESELLER_DEPOSIT 30000']);
      expect((await deposits().list(ONE, id, 'OUT')).items.map((one) => one.state).sort()).toEqual([
        'APPROVED',
        'PENDING',
      ]);
      expect((await deposits().list(ONE, id)).items).toHaveLength(1);
      await proved();
    });

    it('of 50 purchases beside a top-up and a withdrawal none breaks the limit, and the books agree', async () => {
      const { id, profileId } = await trader(60_000n, 30_000n);
      const wish = { amount: rupiah(15_000n), method: 'CASH' as const, note: 'tunai', direction: 'OUT' as const };
      const payout = await as(id, id, () => deposits().request(id, wish));
      const { id: depositId } = await asked(id, 30_000n);
      const attemptId = await attempt(depositId, 30_000n);
      const staff = uuidv7();
      const tries = await Promise.allSettled([
        ...Array.from({ length: 50 }, (_, n) =>
          as(id, id, () => purchases().buy(id, { profileId, name: `B${n}`, quantity: 2 })),
        ),
        settle(attemptId, 30_000n),
        as(staff, null, () => deposits().approve(id, payout.id, '')),
      ]);
      const buys = BigInt(tries.slice(0, 50).filter(({ status }) => status === 'fulfilled').length);
      const paidOut = tries[51]?.status === 'fulfilled' ? 15_000n : 0n;
      expect(await balance(id)).toBe(90_000n - buys * 6_000n - paidOut);
      expect(await balance(id)).toBeGreaterThanOrEqual(-30_000n);
      await proved();
    });
  });
});
