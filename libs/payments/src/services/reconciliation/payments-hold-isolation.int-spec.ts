import { uuidv7 } from '@app/core';
import { createTestDatabase } from '@app/testing';
import { PaymentsWorld } from '../../testing/payments-world.fixture-spec';
import { PaymentsHoldIsolation } from './payments-hold-isolation';
import { Reconciliation } from './reconciliation.service';

describe('money on its way', () => {
  let world: PaymentsWorld;

  beforeAll(async () => {
    world = new PaymentsWorld(await createTestDatabase());
    await world.start();
  });
  beforeEach(() => world.rest());
  afterAll(() => world.close());

  const held = async (id: string, later = 0) => {
    const found = await world.app
      .get(PaymentsHoldIsolation, { strict: false })
      .held([id], new Date(Date.now() + later * 60_000));
    return found.map(({ reason }) => reason);
  };
  const open = async (facts: Parameters<PaymentsWorld['attempt']>[1] = {}) => {
    const customer = await world.customer();
    return { customer, attempt: await world.attempt(await world.invoice(customer, 10_000n), { due: false, ...facts }) };
  };

  it('holds until the gateway was asked, once', async () => {
    const { customer, attempt } = await open();
    expect(await held(customer)).toEqual(['POLL_GATEWAY']);
    expect((await world.attemptRow(attempt))?.nextCheckAt).not.toBeNull();
    world.gateway.answer = () => Promise.resolve({ state: 'pending', raw: {} });
    await world.app.get(Reconciliation).run();
    expect(world.gateway.asked).toHaveLength(1);
    expect(await held(customer, 2)).toEqual([]);
    expect(await held(customer, 30)).toEqual([]);
  });

  it('ends by itself: after two hours of silence, for old attempts, for what was asked five times', async () => {
    const { customer } = await open();
    expect(await held(customer)).toEqual(['POLL_GATEWAY']);
    expect(await held(customer, 119)).toEqual(['POLL_GATEWAY']);
    expect(await held(customer, 121)).toEqual([]);
    expect(await held((await open({ ageMinutes: 49 * 60 })).customer)).toEqual([]);
    const { customer: tired, attempt } = await open();
    await world.database.execute('update payment_attempts set checks = 5 where id = $1', [attempt]);
    expect(await held(tired)).toEqual([]);
    expect(await held((await open({ state: 'EXPIRED' })).customer)).toEqual([]);
    expect(await held((await open({ state: 'PAID' })).customer)).toEqual([]);
  });

  it('holds for notices that nobody applied, for a day', async () => {
    const { customer, attempt } = await open();
    await world.database.execute('update payment_attempts set checked_at = app_now() where id = $1', [attempt]);
    expect(await held(customer)).toEqual([]);
    await world.database.execute(
      `insert into gateway_events (id, gateway, account_id, merchant_order_id, dedupe_key, received_at, source_ip, signature_ok)
       select $1, gateway, account_id, merchant_order_id, 'k', app_now(), '::1', true from payment_attempts where id = $2`,
      [uuidv7(), attempt],
    );
    expect(await held(customer)).toEqual(['INBOX']);
    expect(await held(customer, 25 * 60)).not.toContain('INBOX');
  });
});
