import { type LocalDate, Money, uuidv7 } from '@app/core';
import { type PolicyPatch } from '../../domain/policies/billing-policies';
import { BillingWorld } from '../../testing/billing-world.fixture-spec';
import { BillingPolicies } from '../catalogue/billing-policies.service';
import { InvoiceCorrections } from '../documents/invoice-corrections.service';
import { SettlementService } from '../settlement.service';
import { DunningPolicies } from './dunning-policies.service';
import { DunningViews } from './dunning-views.service';
import { LateFeeRun } from './late-fee-run.service';
import { LateFees } from './late-fees.service';
import { AutomaticWriteOffs } from './write-offs.service';

const TOTAL = 166_500n;
const PERCENT: NonNullable<PolicyPatch['lateFee']> = {
  ...{ kind: 'PERCENT', flatAmount: '0', percentBp: 200, minAmount: '5000', maxAmount: null, everyDays: null },
  taxCode: 'NONE',
};

describe('late fees', () => {
  let world: BillingWorld;
  let plan: string;

  beforeAll(async () => {
    world = await BillingWorld.create();
  });
  beforeEach(async () => {
    await world.reset();
    await world.database.execute('truncate dunning_policies, billing_policies cascade');
    await world.app.get(BillingPolicies).put(null, 0, { lateFee: PERCENT });
    plan = await world.plan(150_000n);
  });
  afterEach(() => world.mustHold());
  afterAll(() => world.close());

  const fees = () => world.app.get(LateFees);
  const run = (day: string) => world.app.get(LateFeeRun).run(new Date(`${day}T03:00:00Z`));
  const policy = (patch: PolicyPatch) => world.app.get(BillingPolicies).put(null, 1, patch);
  const debtor = async (): Promise<string> => {
    const customer = await world.customer();
    await world.subscribe(customer, plan, '2025-10-31', 31);
    await world.run('2025-10-31T03:05:00Z');
    return customer;
  };
  const rows = async () => (await fees().list({ limit: 50, sort: 'raisedAt' }, {})).items;
  const settle = async (customerId: string, amount: bigint, receivedAt: string) => {
    const date = new Date(receivedAt);
    const { allocations } = await world.app.get(SettlementService).settle({
      ...{
        paymentId: uuidv7(),
        customerId,
        amount: Money.of(amount, 'IDR'),
        method: 'CASH' as const,
        receivedAt: date,
      },
    });
    return { customerId, receivedAt: date, invoiceIds: allocations.map(({ invoiceId }) => invoiceId) };
  };

  it('are raised once after the grace, 2 % of 166,500 with a minimum of 5,000, as a charge that waits', async () => {
    await debtor();
    expect([
      await run('2025-11-13'),
      await run('2025-11-14'),
      await run('2025-11-14'),
      await run('2025-12-24'),
    ]).toEqual([0, 1, 0, 0]);
    expect(await rows()).toMatchObject([{ feeNo: 1, amount: 5_000n, chargeState: 'PENDING', chargedOn: '2025-11-14' }]);
    const charge = await world.database.queryOne(
      `select kind, source_key as key, tax_code as tax, revenue_account as account from charges`,
    );
    expect(charge).toMatchObject({
      kind: 'LATE_FEE',
      tax: 'NONE',
      account: 'LATE_FEE',
      key: expect.stringMatching(/^LATE:.*:1$/) as string,
    });
    const ticks = await Promise.all([run('2025-12-24'), run('2025-12-24')]);
    expect(ticks).toEqual([0, 0]);
  });

  it('come again every N days, each under its own number, and the invoice takes the waiting ones along', async () => {
    await policy({ lateFee: { ...PERCENT, everyDays: 7 } });
    const customer = await debtor();
    expect(await run('2025-11-28')).toBe(3);
    expect((await rows()).map(({ feeNo, chargedOn }) => [feeNo, chargedOn]).sort()).toEqual([
      [1, '2025-11-14'],
      [2, '2025-11-21'],
      [3, '2025-11-28'],
    ]);
    await world.run('2025-11-30T03:00:00Z');
    expect((await world.invoices(customer)).map(({ total }) => total)).toEqual([TOTAL, TOTAL + 15_000n]);
    expect((await rows()).every(({ chargeState }) => chargeState === 'INVOICED')).toBe(true);
  });

  it('may be an invoice of its own, which earns no fee itself', async () => {
    await world.app
      .get(DunningPolicies)
      .add({ siteId: world.siteId, planId: null, name: 'own', policy: { lateFeeAs: 'INVOICE', lateFeeTimes: 1 } });
    const customer = await debtor();
    expect(await run('2025-11-14')).toBe(1);
    expect((await world.invoices(customer)).map(({ total, issuedOn }) => [total, issuedOn])).toEqual([
      [TOTAL, '2025-10-31'],
      [5_000n, '2025-11-14'],
    ]);
    expect(await run('2025-12-31')).toBe(0);
  });

  it('are taken back by a payment that was made before: cancelled while they wait, credited once invoiced', async () => {
    const waiting = await debtor();
    expect(await run('2025-11-14')).toBe(1);
    const payment = await settle(waiting, TOTAL, '2025-11-10T16:59:59Z');
    expect([await fees().reverseAfter(payment), await fees().reverseAfter(payment)]).toEqual([1, 0]);
    expect(await rows()).toMatchObject([{ chargeState: 'CANCELLED', reversal: 'paid on 2025-11-10T16:59:59.000Z' }]);

    const invoiced = await debtor();
    expect(await run('2025-11-15')).toBe(1);
    await world.run('2025-11-30T03:00:00Z');
    expect(await fees().reverseAfter(await settle(invoiced, TOTAL, '2025-11-10T03:00:00Z'))).toBe(1);
    const note = await world.database.queryOne('select total_amount as total from credit_notes');
    expect(note).toEqual({ total: 5_000n });
  });

  it('are taken back when the invoice that they are for is made void', async () => {
    const customer = await debtor();
    await run('2025-11-14');
    const [invoice] = await world.invoices(customer);
    await world.app.get(InvoiceCorrections).void(invoice!.id, 'wrong plan');
    expect(await rows()).toMatchObject([{ chargeState: 'CANCELLED', reversal: 'void: wrong plan' }]);
  });

  it('stand when the payment was late too, and a person may reverse them once', async () => {
    const customer = await debtor();
    await run('2025-11-14');
    expect(await fees().reverseAfter(await settle(customer, TOTAL, '2025-11-15T03:00:00Z'))).toBe(0);
    const [fee] = await rows();
    expect(await fees().reverse(fee!.id, 'goodwill')).toMatchObject({ reversal: 'goodwill', chargeState: 'CANCELLED' });
    await expect(fees().reverse(fee!.id, 'again')).rejects.toMatchObject({ code: 'BILLING_LATE_FEE_REVERSED' });
  });

  it('suggests to give up what is 90 days late, and does it only where the policy says so', async () => {
    await debtor();
    const views = world.app.get(DunningViews);
    expect((await views.uncollectible({ limit: 10 })).items).toMatchObject([
      { dueOn: '2025-11-10' as LocalDate, remaining: TOTAL },
    ]);
    const writeOffs = world.app.get(AutomaticWriteOffs);
    expect(await writeOffs.run()).toBe(0);
    const policies = world.app.get(DunningPolicies);
    const never = { siteId: null, planId: plan, name: 'patient', policy: { uncollectibleAfterDays: 3_000 } };
    const { id } = await policies.add(never);
    expect((await views.uncollectible({ limit: 10 })).items).toEqual([]);
    await policies.remove(id);
    await policies.add({ ...never, name: 'auto', policy: { autoWriteOff: true } });
    expect([await writeOffs.run(), await writeOffs.run()]).toEqual([1, 0]);
    expect((await world.invoices())[0]).toMatchObject({ status: 'UNCOLLECTIBLE' });
  });
});
