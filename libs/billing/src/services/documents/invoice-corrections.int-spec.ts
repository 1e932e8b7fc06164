import { Money, uuidv7 } from '@app/core';
import { BillingErrors } from '../../billing.errors';
import { BillingWorld } from '../../testing/billing-world.fixture-spec';
import { SettlementService } from '../settlement.service';
import { InvoiceCorrections } from './invoice-corrections.service';

describe('corrections of invoices', () => {
  let world: BillingWorld;
  let corrections: InvoiceCorrections;

  beforeAll(async () => {
    world = await BillingWorld.create();
    corrections = world.app.get(InvoiceCorrections);
  });
  afterAll(() => world.close());
  beforeEach(() => world.reset());

  async function invoiced(): Promise<{ customerId: string; invoiceId: string }> {
    const customerId = await world.customer();
    await world.subscribe(customerId, await world.plan(150_000n), '2025-11-01');
    await world.run('2025-11-01T00:00:00+07:00');
    const [invoice] = await world.invoices(customerId);
    return { customerId, invoiceId: invoice!.id };
  }
  const pay = (customerId: string, amount: bigint) =>
    world.app.get(SettlementService).settle({
      paymentId: uuidv7(),
      customerId,
      amount: Money.of(amount, 'IDR'),
      method: 'CASH',
      receivedAt: new Date('2025-11-05T00:00:00Z'),
    });
  async function refused(asked: Promise<void>): Promise<void> {
    const error: unknown = await asked.catch((e: unknown) => e);
    expect(BillingErrors.INVOICE_STATE.matches(error)).toBe(true);
  }
  const statusOf = async (customerId: string) => (await world.invoices(customerId)).map(({ status }) => status);

  it('void keeps the number and takes everything else back', async () => {
    const { customerId, invoiceId } = await invoiced();
    await corrections.void(invoiceId, 'salah paket');
    expect(await statusOf(customerId)).toEqual(['VOID']);
    await world.mustHold();
    const sums = await world.database.query<{ sum: bigint }>(
      'select sum(amount)::bigint as sum from ledger_entries group by account',
    );
    expect(sums.every(({ sum }) => sum === 0n)).toBe(true);
  });

  it('void is refused once something was paid, and a second time', async () => {
    const { customerId, invoiceId } = await invoiced();
    await pay(customerId, 1_000n);
    await refused(corrections.void(invoiceId, 'x'));
    const other = await invoiced();
    await corrections.void(other.invoiceId, 'x');
    await refused(corrections.void(other.invoiceId, 'x'));
    await world.mustHold();
  });

  it('a written-off invoice is bad debt, no longer a receivable', async () => {
    const { customerId, invoiceId } = await invoiced();
    await pay(customerId, 66_500n);
    await corrections.writeOff(invoiceId, 'pindah tanpa kabar');
    expect(await statusOf(customerId)).toEqual(['UNCOLLECTIBLE']);
    const [debt] = await world.database.query<{ sum: bigint }>(
      `select sum(amount)::bigint as sum from ledger_entries where account = 'BAD_DEBT'`,
    );
    expect(debt?.sum).toBe(100_000n);
    await world.mustHold();
  });
});
