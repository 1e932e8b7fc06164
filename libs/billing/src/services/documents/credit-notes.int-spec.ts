import { BillingErrors } from '../../billing.errors';
import { Money, uuidv7 } from '@app/core';
import { BillingWorld } from '../../testing/billing-world.fixture-spec';
import { SettlementService } from '../settlement.service';
import { CreditNotes } from './credit-notes.service';

describe('credit notes', () => {
  let world: BillingWorld;
  let notes: CreditNotes;

  beforeAll(async () => {
    world = await BillingWorld.create();
    notes = world.app.get(CreditNotes);
  });
  afterAll(() => world.close());
  beforeEach(() => world.reset());

  /** One invoice of 150,000 + 16,500. */
  async function invoiced(): Promise<{ customerId: string; invoiceId: string; lineId: string }> {
    const customerId = await world.customer();
    await world.subscribe(customerId, await world.plan(150_000n), '2025-11-01');
    await world.run('2025-11-01T00:00:00+07:00');
    const [invoice] = await world.invoices(customerId);
    const [line] = await world.database.query<{ id: string }>('select id from invoice_lines where invoice_id = $1', [
      invoice!.id,
    ]);
    return { customerId, invoiceId: invoice!.id, lineId: line!.id };
  }
  const pay = (customerId: string, amount: bigint) =>
    world.app.get(SettlementService).settle({
      paymentId: uuidv7(),
      customerId,
      amount: Money.of(amount, 'IDR'),
      method: 'CASH',
      receivedAt: new Date('2025-11-05T00:00:00Z'),
    });
  const credit = (invoiceId: string, lineId: string, net: bigint, tax: bigint, sourceKey: string = uuidv7()) =>
    notes.issue({ invoiceId, sourceKey, reason: 'test', lines: [{ invoiceLineId: lineId, net, tax }] });
  const balances = async (customerId: string) =>
    world.database.queryOne(
      'select credit_amount as credit, deposit_amount as deposit from billing_accounts where customer_id = $1',
      [customerId],
    );

  it('reduce an unpaid invoice first and make no money of it (Q3)', async () => {
    const { customerId, invoiceId, lineId } = await invoiced();
    const note = await credit(invoiceId, lineId, 50_000n, 5_500n);
    expect(note).toMatchObject({
      offsetAmount: 55_500n,
      walletAmount: 0n,
      number: expect.stringMatching(/^CN\/JKT\/\d{4}\/\d{2}\/000001$/) as string,
    });
    expect(await balances(customerId)).toEqual({ credit: 0n, deposit: 0n });
    await world.mustHold();
  });

  it('give the paid share to the credit balance, and the next invoice takes it (Q3, 1.10)', async () => {
    const { customerId, invoiceId, lineId } = await invoiced();
    await pay(customerId, 166_500n);
    expect(await credit(invoiceId, lineId, 50_000n, 5_500n)).toMatchObject({ offsetAmount: 0n, walletAmount: 55_500n });
    await world.mustHold();
    await world.run('2025-12-01T00:00:00+07:00');
    const [, december] = await world.invoices(customerId);
    expect(december).toMatchObject({ total: 166_500n, paid: 55_500n, status: 'OPEN' });
    await world.mustHold();
  });

  it('pay the invoice when nothing is left of it', async () => {
    const { customerId, invoiceId, lineId } = await invoiced();
    await pay(customerId, 111_000n);
    await credit(invoiceId, lineId, 50_000n, 5_500n);
    expect(await world.invoices(customerId)).toMatchObject([{ status: 'PAID', paid: 111_000n }]);
    await world.mustHold();
  });

  it('are refused above what is left of the invoice, with the maximum (K02)', async () => {
    const { invoiceId, lineId } = await invoiced();
    await credit(invoiceId, lineId, 90_000n, 10_000n);
    const error: unknown = await credit(invoiceId, lineId, 90_000n, 10_000n).catch((e: unknown) => e);
    expect(BillingErrors.CREDIT_EXCEEDS_INVOICE.matches(error)).toBe(true);
    expect((error as { params: object }).params).toMatchObject({ max: '66500' });
    await world.mustHold();
  });

  it('are issued once for one cause, however often it is asked for (G1)', async () => {
    const { invoiceId, lineId } = await invoiced();
    const asked = Array.from({ length: 8 }, () => credit(invoiceId, lineId, 10_000n, 1_100n, 'cause:1'));
    expect(new Set((await Promise.all(asked)).map((note) => note.id)).size).toBe(1);
    await world.mustHold();
  });

  it('and the lines behind them cannot be changed', async () => {
    const { invoiceId, lineId } = await invoiced();
    const note = await credit(invoiceId, lineId, 10_000n, 1_100n);
    await expect(
      world.database.execute('update credit_notes set total_amount = 1 where id = $1', [note.id]),
    ).rejects.toThrow(/not allowed/);
    await expect(world.database.execute('delete from credit_note_lines')).rejects.toThrow(/not allowed/);
    await expect(
      world.database.execute('update invoice_lines set net_amount = 0 where id = $1', [lineId]),
    ).rejects.toThrow(/not allowed/);
    for (const table of ['invoice_lines', 'credit_note_lines']) {
      const again = `insert into ${table} select (jsonb_populate_record(l, jsonb_build_object('id', gen_random_uuid(),
        'line_no', 99, 'period_start', null, 'period_end', null))).* from ${table} l limit 1`;
      await expect(world.database.execute(again)).rejects.toThrow(/not allowed/);
    }
    await world.mustHold();
  });
});
