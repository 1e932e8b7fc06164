import { FieldWorld, type Person } from '../../testing/field-world.fixture-spec';
import { rupiah } from '../../testing/payments-world.fixture-spec';
import { Collections } from '../collectors/collections.service';
import { CollectorsService } from '../collectors/collectors.service';
import { ReversePaymentService } from '../reverse-payment.service';
import { CollectorCommissions } from './collector-commissions.service';
import { RemittanceDecisions } from './remittance-decisions.service';
import { Remittances } from './remittances.service';

describe('remittances', () => {
  let field: FieldWorld;
  let cashier: Person;
  let supervisor: Person;

  beforeAll(async () => {
    field = await FieldWorld.create();
    cashier = await field.person();
    supervisor = await field.person();
  });
  afterEach(() => field.world.prove());
  afterAll(() => field.world.close());

  const remittances = (): Remittances => field.get(Remittances);
  const decisions = (): RemittanceDecisions => field.get(RemittanceDecisions);
  const office = (): Promise<bigint> => field.world.balance('CASH.OFFICE');

  /** A collector who holds this much, in parts. */
  async function holding(...parts: bigint[]) {
    const collector = await field.collector({ commissionBp: 500 });
    const { id } = await field.debtor(collector.areaId, 1_000_000n);
    const payments: string[] = [];
    for (const part of parts) payments.push(await field.collect(collector, id, part));
    return { collector, customer: id, payments };
  }

  const approve = (by: Person, { id, version }: { id: string; version: number }) =>
    field.as(by, () => decisions().approve(id, version));

  it('move the cash to the desk, once it is approved', async () => {
    const { collector } = await holding(60_000n, 40_000n);
    const before = await office();
    const counted = await field.handOver(collector, cashier, 100_000n);
    expect(counted).toMatchObject({ covered: 100_000n, difference: 0n, state: 'COUNTED' });
    expect(await field.inHand(collector.collectorId)).toBe(100_000n);
    await approve(supervisor, counted);
    expect(await office()).toBe(before + 100_000n);
    expect(await field.inHand(collector.collectorId)).toBe(0n);
    expect(await field.world.balance(collector.account)).toBe(0n);
  });

  it('leave what is missing with the collector, and take it with the next one', async () => {
    const { collector, customer } = await holding(100_000n);
    await approve(supervisor, await field.handOver(collector, cashier, 90_000n));
    expect(await field.inHand(collector.collectorId)).toBe(10_000n);
    await field.collect(collector, customer, 20_000n);
    const next = await field.handOver(collector, cashier, 35_000n);
    expect(next).toMatchObject({ covered: 20_000n, shortage: 10_000n });
    await approve(supervisor, next);
    expect(await field.inHand(collector.collectorId)).toBe(0n);
    expect(await field.world.balance('CASH_DIFFERENCE')).toBe(-5_000n);
  });

  it('may cover some of the payments only, or nothing but a shortage', async () => {
    const { collector, payments } = await holding(60_000n, 40_000n);
    const declare = (paymentIds?: string[]) =>
      field.as(collector, () =>
        remittances().declare({ declared: rupiah(30_000n), ...(paymentIds === undefined ? {} : { paymentIds }) }),
      );
    const said = await declare([payments[1]!]);
    expect(said.parts.map(({ paymentId }) => paymentId)).toEqual([payments[1]]);
    const counted = await field.as(cashier, () => remittances().count(said.id, said.version, rupiah(30_000n)));
    await approve(supervisor, counted);
    expect(await field.inHand(collector.collectorId)).toBe(70_000n);
    await expect(declare([payments[1]!])).rejects.toMatchObject({ code: 'COLLECTORS_NOT_IN_HAND' });
    const first = await field.handOver(collector, cashier, 60_000n);
    await approve(supervisor, first);
    const rest = await field.handOver(collector, cashier, 10_000n);
    expect(rest).toMatchObject({ covered: 0n, shortage: 10_000n, parts: [] });
    await approve(supervisor, rest);
    await expect(declare()).rejects.toMatchObject({ code: 'COLLECTORS_NOTHING_TO_REMIT' });
  });

  describe('Z4: four eyes', () => {
    const own = { code: 'COLLECTORS_OWN_REMITTANCE' };

    it('are not the collector’s', async () => {
      const { collector } = await holding(50_000n);
      const said = await field.as(collector, () => remittances().declare({ declared: rupiah(50_000n) }));
      await expect(
        field.as(collector, () => remittances().count(said.id, said.version, rupiah(50_000n))),
      ).rejects.toMatchObject(own);
      const counted = await field.as(cashier, () => remittances().count(said.id, said.version, rupiah(50_000n)));
      await expect(approve(collector, counted)).rejects.toMatchObject(own);
      await approve(cashier, counted);
    });

    it('are not the counter’s where he counted something else, nor of who declared it', async () => {
      const { collector } = await holding(50_000n);
      const less = await field.handOver(collector, cashier, 45_000n, 50_000n);
      await expect(approve(cashier, less)).rejects.toMatchObject(own);
      await approve(supervisor, less);
      await field.as(cashier, async () => {
        const command = { collectorId: collector.collectorId, declared: rupiah(5_000n) };
        await expect(remittances().declare(command)).rejects.toMatchObject({ code: 'COLLECTORS_NOT_A_COLLECTOR' });
      });
      const said = await field.as(
        cashier,
        () => remittances().declare({ collectorId: collector.collectorId, declared: rupiah(5_000n) }),
        ['remittance:count'],
      );
      const counted = await field.as(cashier, () => remittances().count(said.id, said.version, rupiah(5_000n)));
      await expect(approve(cashier, counted)).rejects.toMatchObject(own);
      await approve(supervisor, counted);
    });

    it('agree to what they saw: a count that was changed meanwhile is not approved', async () => {
      const { collector } = await holding(50_000n);
      const seen = await field.handOver(collector, cashier, 50_000n);
      await field.as(cashier, () => remittances().count(seen.id, seen.version, rupiah(1_000n)));
      await expect(approve(supervisor, seen)).rejects.toMatchObject({ code: 'CORE_STALE_VERSION' });
      expect(await field.inHand(collector.collectorId)).toBe(50_000n);
    });
  });

  it('are not seen or approved by people of other places', async () => {
    const { collector } = await holding(50_000n);
    const counted = await field.handOver(collector, cashier, 50_000n);
    const stranger = await field.collector();
    await expect(field.as(stranger, () => remittances().get(counted.id))).rejects.toMatchObject({
      code: 'CORE_NOT_FOUND',
    });
    await expect(approve(stranger, counted)).rejects.toMatchObject({ code: 'CORE_NOT_FOUND' });
    expect((await field.as(collector, () => remittances().list({ limit: 5 }))).items).toHaveLength(1);
    expect((await field.as(stranger, () => remittances().list({ limit: 5 }))).items).toEqual([]);
  });

  it('are one of 10 declared in parallel, and approved once of 10', async () => {
    const { collector } = await holding(50_000n);
    const ten = <T>(work: () => Promise<T>) => Promise.allSettled(Array.from({ length: 10 }, work));
    const said = await ten(() => field.as(collector, () => remittances().declare({ declared: rupiah(50_000n) })));
    const made = said.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    expect(made).toHaveLength(1);
    const { id, version } = made[0]!;
    const counted = await field.as(cashier, () => remittances().count(id, version, rupiah(50_000n)));
    const before = await office();
    const approved = await ten(() => approve(supervisor, counted));
    expect(approved.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await office()).toBe(before + 50_000n);
    expect(await field.count('remittance_payments where remittance_id = $1', id)).toBe(1);
  });

  it('interleave with payments: what comes in while cash is counted waits for the next one', async () => {
    const { collector, customer } = await holding(10_000n);
    const work: Promise<unknown>[] = [];
    for (let round = 0; round < 4; round++) {
      const collecting = Array.from({ length: 5 }, () => field.collect(collector, customer, 1_000n));
      const handing = field.inHand(collector.collectorId).then(async (inHand) => {
        const counted = await field.handOver(collector, cashier, inHand);
        return approve(supervisor, counted);
      });
      work.push(...collecting, handing);
      await Promise.allSettled([...collecting, handing]);
    }
    const settled = await Promise.allSettled(work);
    expect(settled.filter(({ status }) => status === 'rejected')).toEqual([]);
    await field.world.prove();
    const inHand = await field.inHand(collector.collectorId);
    expect(await field.world.balance(collector.account)).toBe(inHand);
    const taken = await field.world.database.queryOne<{ sum: bigint }>(
      `select sum(amount)::bigint as sum from collector_payments where collector_id = $1`,
      [collector.collectorId],
    );
    const handed = await field.world.database.queryOne<{ sum: bigint }>(
      `select sum(counted_amount - surplus_amount)::bigint as sum from remittances
        where collector_id = $1 and state = 'APPROVED'`,
      [collector.collectorId],
    );
    expect((handed?.sum ?? 0n) + inHand).toBe(taken?.sum);
  });

  it('let go of their payments when they are rejected', async () => {
    const { collector, payments } = await holding(50_000n);
    const counted = await field.handOver(collector, cashier, 50_000n);
    await expect(field.as(supervisor, () => field.get(Collections).void(payments[0]!, 'salah'))).rejects.toMatchObject({
      code: 'COLLECTORS_IN_REMITTANCE',
    });
    await field.as(supervisor, () => decisions().reject(counted.id, counted.version, 'uang palsu'));
    await approve(supervisor, await field.handOver(collector, cashier, 50_000n));
    expect(await field.count('remittance_payments where payment_id = $1', payments[0])).toBe(2);
    expect(await field.count('remittance_payments where payment_id = $1 and not released', payments[0])).toBe(1);
  });

  it('are followed by reversals out of the desk, which take the commission back', async () => {
    const { collector, payments } = await holding(50_000n, 50_000n);
    await approve(supervisor, await field.handOver(collector, cashier, 100_000n));
    const before = await office();
    await expect(field.as(supervisor, () => field.get(Collections).void(payments[0]!, 'salah'))).rejects.toMatchObject({
      code: 'COLLECTORS_REMITTED',
    });
    await field.as(supervisor, () =>
      field.get(ReversePaymentService).reverse({ paymentId: payments[0]!, kind: 'REFUND', reason: 'dobel' }),
    );
    expect(await office()).toBe(before - 50_000n);
    expect(await field.inHand(collector.collectorId)).toBe(0n);
    expect(await field.get(CollectorCommissions).balance(collector.collectorId)).toMatchObject({ owed: 2_500n });
  });

  it('earn commission on what is handed over, which is paid once and never above', async () => {
    const { collector } = await holding(100_000n);
    const commissions = field.get(CollectorCommissions);
    expect(await commissions.balance(collector.collectorId)).toMatchObject({ owed: 0n });
    await approve(supervisor, await field.handOver(collector, cashier, 80_000n));
    expect(await commissions.balance(collector.collectorId)).toMatchObject({ owed: 4_000n });
    const found = await field.get(CollectorsService).find(collector.collectorId);
    const pay = (by: Person) => field.as(by, () => commissions.pay(found, rupiah(3_000n), undefined, ''));
    await expect(pay(collector)).rejects.toMatchObject({ code: 'COLLECTORS_OWN_REMITTANCE' });
    const before = await office();
    const tries = await Promise.allSettled([pay(supervisor), pay(supervisor), pay(supervisor)]);
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await office()).toBe(before - 3_000n);
    expect(await commissions.balance(collector.collectorId)).toMatchObject({ paid: 3_000n, owed: 1_000n });
  });

  it('keep a part that was given back out of the next one', async () => {
    const { collector, payments } = await holding(50_000n);
    await field.as(supervisor, () =>
      field.get(ReversePaymentService).reverse({
        ...{ paymentId: payments[0]!, kind: 'MISTAKE', reason: 'kelebihan', amount: rupiah(20_000n) },
      }),
    );
    expect(await field.inHand(collector.collectorId)).toBe(30_000n);
    const counted = await field.handOver(collector, cashier, 30_000n);
    expect(counted.covered).toBe(30_000n);
    await approve(supervisor, counted);
  });
});
