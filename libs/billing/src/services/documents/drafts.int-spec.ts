import { Money, uuidv7 } from '@app/core';
import { CustomersService } from '@app/customers';
import { BillingWorld } from '../../testing/billing-world.fixture-spec';
import { InvoicesService } from '../invoices.service';
import { SettlementService } from '../settlement.service';
import { BillingSettings } from './account-settings.service';
import { type DraftLine } from './draft-bills.service';
import { InvoiceDrafts } from './drafts.service';
import { InvoiceCorrections } from './invoice-corrections.service';
import { InvoiceReissue } from './invoice-reissue.service';
import { TaxDocuments } from './tax-documents.service';

const LINE: DraftLine = {
  description: 'Instalasi ulang',
  quantity: 2,
  unitPrice: Money.of(50_000n, 'IDR'),
  taxCode: 'PPN',
  revenueAccount: 'REVENUE.SETUP',
};

describe('documents that people make', () => {
  let world: BillingWorld;
  let customer: string;

  beforeAll(async () => {
    world = await BillingWorld.create();
  });
  beforeEach(async () => {
    await world.reset();
    customer = await world.customer();
  });
  afterEach(() => world.mustHold());
  afterAll(() => world.close());

  const drafts = () => world.app.get(InvoiceDrafts);
  const get = (id: string) => world.app.get(InvoicesService).get(id);
  const pay = (amount: bigint) =>
    world.app.get(SettlementService).settle({
      ...{ paymentId: uuidv7(), customerId: customer, amount: Money.of(amount, 'IDR'), method: 'CASH' as const },
      receivedAt: new Date('2025-11-05T03:00:00Z'),
    });

  it('a draft is edited, dropped, or issued: then it has a number and never changes', async () => {
    const id = await drafts().create(customer, [LINE]);
    expect(await get(id)).toMatchObject({ status: 'DRAFT', number: '', netAmount: 100_000n, taxAmount: 11_000n });
    await world.mustHold();
    await drafts().update(id, 1, [LINE, { ...LINE, taxCode: 'NONE', quantity: 1 }]);
    await expect(drafts().update(id, 1, [LINE])).rejects.toMatchObject({ code: 'CORE_STALE_VERSION' });
    expect(await get(id)).toMatchObject({ totalAmount: 161_000n, version: 2 });
    await pay(200_000n);
    await drafts().finalise(id);
    expect(await get(id)).toMatchObject({ id, status: 'PAID', totalAmount: 161_000n, paidAmount: 161_000n });
    expect((await get(id)).number).toMatch(/^INV\/JKT\/\d{4}\/\d{2}\/000001$/);
    for (const again of [
      () => drafts().update(id, 3, [LINE]),
      () => drafts().delete(id),
      () => drafts().finalise(id),
    ]) {
      await expect(again()).rejects.toMatchObject({ code: 'BILLING_INVOICE_STATE' });
    }
    const dropped = await drafts().create(customer, [LINE]);
    await drafts().delete(dropped);
    await expect(get(dropped)).rejects.toMatchObject({ code: 'CORE_NOT_FOUND' });
    const empty = await drafts().create(customer, []);
    await expect(drafts().finalise(empty)).rejects.toMatchObject({ code: 'BILLING_DRAFT_EMPTY' });
  });

  it('an exempt customer pays no tax on it', async () => {
    const settings = world.app.get(BillingSettings);
    await settings.update(customer, (await settings.of(customer)).version, { taxExempt: true });
    expect(await get(await drafts().create(customer, [LINE]))).toMatchObject({ netAmount: 100_000n, taxAmount: 0n });
    await expect(settings.update(customer, 1, { autoPay: false })).rejects.toMatchObject({
      code: 'CORE_STALE_VERSION',
    });
  });

  it('a reissued invoice has the same lines, the names of today, and says whom it replaces', async () => {
    const subscription = await world.subscribe(customer, await world.plan(150_000n), '2025-11-01');
    await world.run('2025-11-01T00:05:00+07:00');
    const [old] = await world.invoices(customer);
    const customers = world.app.get(CustomersService);
    await customers.update(customer, (await customers.get(customer)).version, { name: 'PT Baru' });
    const { id, number } = await world.app.get(InvoiceReissue).reissue(old!.id, 'wrong name');
    expect(await get(old!.id)).toMatchObject({ status: 'VOID', voidReason: 'wrong name', customer: { name: 'Budi' } });
    const lines = [
      { subscriptionId: subscription, periodStart: '2025-11-01', periodEnd: '2025-12-01', netAmount: 150_000n },
    ];
    expect(await get(id)).toMatchObject({
      status: 'OPEN',
      replacesInvoiceId: old!.id,
      customer: { name: 'PT Baru' },
      lines,
    });
    expect(number).not.toBe(old!.number);
    await world.run('2025-12-01T00:05:00+07:00');
    expect(await world.invoices(customer)).toHaveLength(3);
  });

  it('what was reported to the tax office is not made void', async () => {
    const id = await drafts().create(customer, [LINE]);
    await drafts().finalise(id);
    const documents = world.app.get(TaxDocuments);
    await documents.set(id, { fakturNumber: '010.000-25.00000001' }, false);
    await documents.set(id, { fakturNumber: '010.000-25.00000002', coretaxReference: 'CT-1' }, true);
    expect(await get(id)).toMatchObject({ taxLocked: true, taxDocument: { coretaxReference: 'CT-1' } });
    for (const refused of [
      () => documents.set(id, { fakturNumber: 'x' }, true),
      () => world.app.get(InvoiceCorrections).void(id, 'no'),
      () => world.app.get(InvoiceReissue).reissue(id, 'no'),
    ]) {
      await expect(refused()).rejects.toMatchObject({ code: 'BILLING_INVOICE_STATE' });
    }
  });

  it('goodwill is credit that the next invoice takes', async () => {
    const settings = world.app.get(BillingSettings);
    expect(await settings.giveCredit(customer, Money.of(25_000n, 'IDR'), 'outage')).toMatchObject({
      creditAmount: 25_000n,
    });
    const { items } = await settings.movements({ limit: 10 }, customer);
    expect(items).toMatchObject([
      { wallet: 'CREDIT', kind: 'GOODWILL', amount: 25_000n, balance: 25_000n, note: 'outage' },
    ]);
    await drafts().finalise(await drafts().create(customer, [LINE]));
    expect(await world.invoices(customer)).toMatchObject([{ total: 111_000n, paid: 25_000n, status: 'OPEN' }]);
  });
});
