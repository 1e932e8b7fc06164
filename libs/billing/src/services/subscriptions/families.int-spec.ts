import { Money } from '@app/core';
import { CustomersService } from '@app/customers';
import { SitesService } from '@app/iam';
import { ServiceWorld } from '../../testing/service-world.fixture-spec';
import { IsolateOverdueService } from '../isolate-overdue.service';
import { ProductsService } from '../catalogue/products.service';
import { SubscriptionsService } from '../subscriptions.service';
import { AddOns } from './add-ons.service';
import { Cancellations } from './cancellations.service';
import { Moves } from './moves.service';
import { PlanChanges } from './plan-changes.service';
import { Transfers } from './transfers.service';

describe('payers, moves and products', () => {
  let world: ServiceWorld;

  beforeAll(async () => {
    world = await ServiceWorld.create();
  });
  beforeEach(async () => {
    await world.reset();
    await world.billing.database.execute('truncate products cascade');
    await world.on('2025-11-01');
  });
  afterEach(() => world.mustHold());
  afterAll(() => world.close());

  const transfer = (id: string, payer: string | null) =>
    world.confirmed((options) => world.get(Transfers).transfer(id, payer, options));

  it('a payer has the lines of the child on the next invoice, grouped by child; unlinking concerns later ones only', async () => {
    const plan = await world.billing.plan(150_000n);
    const [child, parent] = [await world.start(plan), await world.start(plan)];
    await world.on('2025-11-10');
    await transfer(child.id, parent.customerId);
    await world.midnight('2025-12-01');
    expect(await world.sums(parent.customerId)).toEqual(['INVOICE 150000+16500', 'INVOICE 300000+33000']);
    expect(await world.sums(child.customerId)).toEqual(['INVOICE 150000+16500']);
    const lines = await world.billing.database.query<{ child: string | null }>(
      `select l.service_customer_id as child from invoice_lines l join invoices i on i.id = l.invoice_id
        where i.customer_id = $1 and i.issued_on = '2025-12-01' order by l.line_no`,
      [parent.customerId],
    );
    expect(lines.map((line) => line.child).filter(Boolean)).toEqual([child.customerId]);
    await world.on('2025-12-10');
    await transfer(child.id, null);
    await world.midnight('2026-01-01');
    expect(await world.sums(parent.customerId)).toHaveLength(3);
    expect((await world.sums(child.customerId)).at(-1)).toBe('INVOICE 150000+16500');
  });

  it('a change credits whoever was invoiced, and bills whoever pays now', async () => {
    const [child, parent] = [await world.start(await world.billing.plan(150_000n)), await world.billing.customer()];
    await world.payAll(child.customerId);
    await transfer(child.id, parent);
    await world.on('2025-11-16');
    const planId = await world.billing.plan(250_000n);
    const done = await world.confirmed((options) => world.get(PlanChanges).change(child.id, { planId }, options));
    expect(done.decision.documents).toMatchObject({ wallet: 0n, settled: { due: 138_750n } });
    expect(await world.sums(child.customerId)).toEqual(['INVOICE 150000+16500', 'CREDIT 75000+8250']);
    expect(await world.sums(parent)).toEqual(['INVOICE 125000+13750']);
    expect((await world.wallets(child.customerId)).credit).toBe(83_250n);
  });

  it("a child's access follows the payer's debt", async () => {
    const [child, parent] = [await world.start(await world.billing.plan(150_000n)), await world.billing.customer()];
    await world.payAll(child.customerId);
    await transfer(child.id, parent);
    await world.midnight('2025-12-01');
    await world.on('2025-12-30');
    await world.get(IsolateOverdueService).run({ confirm: true });
    const access = () => world.get(SubscriptionsService).accessOf(child.id);
    expect(await access()).toMatchObject({ desired: 'ISOLATED' });
    await world.payAll(parent);
    expect(await access()).toMatchObject({ desired: 'ENABLED' });
  });

  it('refuse chains, circles, themselves, and who pays already', async () => {
    const plan = await world.billing.plan(150_000n);
    const [a, b, c] = [await world.start(plan), await world.start(plan), await world.start(plan)];
    await transfer(a.id, b.customerId);
    const refused = (id: string, payer: string) => expect(world.get(Transfers).transfer(id, payer)).rejects;
    await refused(b.id, c.customerId).toMatchObject({
      code: 'BILLING_PAYER_REFUSED',
      params: { reason: 'CHILD_IS_PAYER' },
    });
    await refused(c.id, a.customerId).toMatchObject({
      code: 'BILLING_PAYER_REFUSED',
      params: { reason: 'PAYER_IS_CHILD' },
    });
    await refused(c.id, c.customerId).toMatchObject({ code: 'BILLING_PAYER_REFUSED', params: { reason: 'SELF' } });
    await refused(a.id, b.customerId).toMatchObject({ code: 'BILLING_PAYER_UNCHANGED' });
  });

  it('two who become payers of each other at once: one of them is refused', async () => {
    const plan = await world.billing.plan(150_000n);
    const [a, b] = [await world.start(plan), await world.start(plan)];
    const outcomes = await Promise.allSettled([
      world.get(Transfers).transfer(a.id, b.customerId),
      world.get(Transfers).transfer(b.id, a.customerId),
    ]);
    expect(outcomes.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('a service moves to a site that sells its plan; addresses and areas are those of the customer', async () => {
    const bali = await world
      .get(SitesService)
      .create({ code: `B${Date.now() % 100_000}`, name: 'Bali', timeZone: 'Asia/Makassar' });
    const general = await world.start(await world.billing.plan(150_000n));
    const local = await world.start(await world.billing.plan(150_000n, { siteId: world.billing.siteId }));
    const moved = await world.confirmed((options) => world.get(Moves).move(general.id, { siteId: bali.id }, options));
    expect(moved.subscription.siteId).toBe(bali.id);
    await expect(world.get(Moves).move(local.id, { siteId: bali.id })).rejects.toMatchObject({
      code: 'BILLING_PLAN_NOT_FOR_SITE',
    });
    await expect(world.get(Moves).move(local.id, { siteId: world.billing.siteId })).rejects.toMatchObject({
      code: 'BILLING_MOVE_NOWHERE',
    });
    await world.get(Moves).move(local.id, { address: 'Jl. Sudirman 5' });
    expect((await world.get(CustomersService).get(local.customerId)).address).toBe('Jl. Sudirman 5');
  });

  const product = async (price: bigint, more: object = {}): Promise<string> =>
    (
      await world.get(ProductsService).create({
        ...{ code: `IP-${price}`, name: 'IP statis', kind: 'RECURRING', taxCode: 'PPN', price: Money.of(price, 'IDR') },
        ...more,
      } as never)
    ).id;

  it('a product is billed for the rest of the period at once, then with every period, and credited when it goes', async () => {
    const { id, customerId } = await world.start(await world.billing.plan(150_000n));
    await world.payAll(customerId);
    await world.on('2025-11-16');
    const productId = await product(50_000n);
    await world.confirmed((options) => world.get(AddOns).add(id, { productId, quantity: 2 }, options));
    await world.midnight('2025-12-01');
    expect((await world.sums(customerId)).slice(1)).toEqual(['INVOICE 50000+5500', 'INVOICE 250000+27500']);
    await world.payAll(customerId);
    await world.on('2025-12-17');
    const [addOn] = await world.get(AddOns).list(id);
    await world.confirmed((options) => world.get(AddOns).remove(id, addOn!.id, options));
    await world.midnight('2026-01-01');
    expect((await world.sums(customerId)).slice(3)).toEqual(['CREDIT 48387+5323', 'INVOICE 150000+16500']);
    await expect(world.get(AddOns).remove(id, addOn!.id)).rejects.toMatchObject({ code: 'CORE_NOT_FOUND' });
  });

  it('products go with the plan they are beside, and end with the service', async () => {
    const { id, customerId } = await world.start(await world.billing.plan(150_000n));
    await world.payAll(customerId);
    await world.get(AddOns).add(id, { productId: await product(30_000n) });
    await world.payAll(customerId);
    await world.on('2025-11-16');
    await world.get(PlanChanges).change(id, { planId: await world.billing.plan(250_000n) });
    await world.on('2025-11-20');
    await world.get(Cancellations).cancel(id, { when: 'NOW', policy: 'CREDIT' });
    const papers = await world.papers(customerId);
    const net = papers.reduce((sum, one) => sum + (one.kind === 'CREDIT' ? -one.net : one.net), 0n);
    expect(net).toBe(75_000n + 41_667n + 20_000n);
  });

  it('only recurring products are add-ons', async () => {
    const { id } = await world.start(await world.billing.plan(150_000n));
    const productId = await product(30_000n, { kind: 'ONE_OFF' });
    await expect(world.get(AddOns).add(id, { productId })).rejects.toMatchObject({ code: 'BILLING_ADD_ON_KIND' });
  });
});
