import { ServiceWorld } from '../../testing/service-world.fixture-spec';
import { InvoiceCorrections } from '../../services/documents/invoice-corrections.service';
import { LedgerProofService } from '../../services/ledger-proof.service';
import { Cancellations } from '../../services/subscriptions/cancellations.service';
import { Pauses } from '../../services/subscriptions/pauses.service';
import { PlanChanges } from '../../services/subscriptions/plan-changes.service';

describe('I2: every day that is to be paid for is paid for once', () => {
  let world: ServiceWorld;

  beforeAll(async () => {
    world = await ServiceWorld.create();
  });
  /** A paid service that was changed on 11 Nov, paused for five days with its end moved, and for five with a credit. */
  beforeEach(async () => {
    await world.reset();
    await world.on('2025-11-01');
    const { id, customerId } = await world.start(await world.billing.plan(150_000n));
    await world.payAll(customerId);
    await world.on('2025-11-11');
    await world.get(PlanChanges).change(id, { planId: await world.billing.plan(250_000n) });
    await world.payAll(customerId);
    for (const [from, to, policy] of [
      ['2025-11-16', '2025-11-21', 'EXTEND'],
      ['2025-11-24', '2025-11-29', 'CREDIT'],
    ] as const) {
      await world.on(from);
      await world.get(Pauses).pause(id, { policy });
      await world.on(to);
      await world.get(Pauses).resume(id);
    }
    await world.midnight('2025-12-06');
    await world.mustHold();
  });
  afterAll(() => world.close());

  /** Damage that the triggers would refuse. */
  const damage = async (sql: string): Promise<string[]> => {
    await world.billing.database.transaction(async () => {
      await world.billing.database.execute('set local session_replication_role = replica');
      await world.billing.database.execute(sql);
    });
    const { invariants } = await world.get(LedgerProofService).prove();
    return invariants.find((one) => one.invariant === 'I2')?.findings.map((one) => one.what) ?? [];
  };

  it.each([
    [
      'the credit of a change is gone',
      `delete from credit_note_lines where period_end = '2025-12-01'`,
      'periods overlap',
    ],
    ['the debit of a change is gone', `delete from invoice_lines where kind = 'CHANGE'`, 'a period was skipped'],
    [
      'a credit gave back too much',
      `update credit_note_lines set period_start = '2025-11-09' where period_start = '2025-11-11'`,
      'a period was skipped',
    ],
    ['a pause that moved the end is forgotten', 'delete from line_extensions', 'a period was skipped'],
    [
      'a pause that was credited is forgotten',
      `delete from subscription_pauses where policy = 'CREDIT'`,
      'a period was skipped',
    ],
    ['the pointer ran ahead', `update subscriptions set next_period_start = '2026-02-01'`, 'a period was skipped'],
    [
      'the pointer fell behind',
      `update subscriptions set next_period_start = '2025-12-20'`,
      'billed beyond the pointer',
    ],
    ['the first days are missing', `update subscriptions set started_on = '2025-10-25'`, 'a period was skipped'],
  ])('finds that %s', async (_, sql, what) => {
    expect(await damage(sql)).toContain(what);
  });

  it('excuses free days, void invoices, and what an ended service keeps', async () => {
    const { id } = await world.start(
      await world.billing.plan(150_000n, { policies: { proration: 'FREE_UNTIL_ANCHOR' } }),
    );
    await world.midnight('2026-01-01');
    await world.on('2026-01-10');
    await world.get(Cancellations).cancel(id, { when: 'NOW', policy: 'NONE' });
    await world.mustHold();
    expect(await damage(`update subscriptions set free_until = null where id = '${id}'`)).toEqual([
      'a period was skipped',
    ]);
  });

  it('excuses the days that a pause had added to an invoice that is void', async () => {
    await world.on('2026-02-01');
    const { id, customerId } = await world.start(await world.billing.plan(150_000n));
    await world.on('2026-02-11');
    await world.get(Pauses).pause(id, { policy: 'EXTEND' });
    await world.on('2026-02-21');
    await world.get(Pauses).resume(id);
    await world.midnight('2026-03-20');
    const [first] = await world.billing.invoices(customerId);
    await world.get(InvoiceCorrections).void(first!.id, 'salah tagih');
    await world.mustHold();
  });
});
