import { Money } from '@app/core';
import { ServiceWorld } from '../../testing/service-world.fixture-spec';
import { ProductsService } from '../catalogue/products.service';
import { PlansService } from '../plans.service';
import { SubscriptionsService } from '../subscriptions.service';
import { type ActionOutcome } from './action-runner.service';
import { Activations } from './activations.service';
import { Cancellations } from './cancellations.service';
import { Pauses } from './pauses.service';
import { PlanChanges } from './plan-changes.service';

describe('what an action says about the next invoice', () => {
  let world: ServiceWorld;

  beforeAll(async () => {
    world = await ServiceWorld.create();
  });
  beforeEach(async () => {
    await world.reset();
    await world.billing.database.execute('truncate products cascade');
  });
  afterEach(() => world.mustHold());
  afterAll(() => world.close());

  /** Goes to the moment of the next invoice and compares. */
  const comes = async ({ next }: ActionOutcome, customerId: string): Promise<void> => {
    if (!next) throw new Error('nothing was said');
    await world.on(next.bill.issuedOn, '00:05:00');
    await world.tick();
    const papers = await world.papers(customerId);
    const { net, tax, issuedOn } = next.bill;
    expect(papers.at(-1)).toMatchObject({ kind: 'INVOICE', net, tax, on: issuedOn });
  };

  it('an activation: the stub, the setup fee, the due day', async () => {
    await world.on('2025-11-16');
    const planId = await world.billing.plan(150_000n);
    const fee = {
      code: 'PASANG',
      name: 'Pemasangan',
      kind: 'ONE_OFF',
      taxCode: 'NONE',
      price: Money.of(250_000n, 'IDR'),
    };
    const { id: productId } = await world.get(ProductsService).create(fee as never);
    await world.get(PlansService).setProducts(planId, 1, [{ productId, quantity: 1 }]);
    const customerId = await world.billing.customer();
    const { id } = await world.get(SubscriptionsService).create({ customerId, planId, anchorDay: 1 });
    const preview = await world.get(Activations).activate(id, {}, { preview: true });
    expect(preview.next?.bill).toMatchObject({
      net: 325_000n,
      tax: 8_250n,
      issuedOn: '2025-11-16',
      dueOn: '2025-11-26',
    });
    await world.get(Activations).activate(id);
    await comes(preview, customerId);
  });

  it('a trial: billed when it is over', async () => {
    await world.on('2025-11-10');
    const planId = await world.billing.plan(150_000n, { trialDays: 7 });
    const customerId = await world.billing.customer();
    const { id } = await world.get(SubscriptionsService).create({ customerId, planId, anchorDay: 1 });
    const preview = await world.get(Activations).activate(id, {}, { preview: true });
    expect(preview.next?.bill).toMatchObject({ net: 70_000n, issuedOn: '2025-11-17' });
    await world.get(Activations).activate(id);
    await comes(preview, customerId);
  });

  it('a downgrade that waits, a pause that ended, an end that is planned', async () => {
    await world.on('2025-11-01');
    const { id, customerId } = await world.start(await world.billing.plan(250_000n));
    const planId = await world.billing.plan(150_000n);
    const downgrade = await world.get(PlanChanges).change(id, { planId }, {});
    expect(downgrade.next?.bill).toMatchObject({ net: 150_000n, issuedOn: '2025-12-01' });
    await comes(downgrade, customerId);
    await world.on('2025-12-11');
    expect((await world.get(Pauses).pause(id)).next).toBeUndefined();
    await world.on('2026-01-11');
    const resumed = await world.get(Pauses).resume(id);
    expect(resumed.next?.bill).toMatchObject({ net: 101_613n, issuedOn: '2026-01-11' });
    await comes(resumed, customerId);
    expect((await world.get(Cancellations).cancel(id)).next).toBeUndefined();
  });
});
