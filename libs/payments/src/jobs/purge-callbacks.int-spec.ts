import { uuidv7 } from '@app/core';
import { createTestDatabase } from '@app/testing';
import { PaymentsConfig } from '../payments.config';
import { GatewayEventRepository } from '../repositories/callbacks/gateway-event.repository';
import { PaymentsWorld } from '../testing/payments-world.fixture-spec';
import { PurgeCallbacksJob } from './purge-callbacks.job';

describe('old callbacks', () => {
  let world: PaymentsWorld;

  beforeAll(async () => {
    world = new PaymentsWorld(await createTestDatabase());
    await world.start();
  });
  beforeEach(() => world.rest());
  afterAll(() => world.close());

  it('are forgotten once they were dealt with; what waits, is new or about an unknown order stays', async () => {
    const attempt = await world.attempt(await world.invoice(await world.customer(), 10_000n), { due: false });
    const keep = async (key: string, days: number, result: string | null): Promise<void> => {
      await world.database.execute(
        `insert into gateway_events (id, gateway, account_id, dedupe_key, received_at, source_ip, signature_ok, result, processed_at)
         select $1, gateway, account_id, $3, app_now() - make_interval(days => $4::int), '::1', true, $5::text,
                case when $5::text is not null then app_now() end from payment_attempts where id = $2`,
        [uuidv7(), attempt, key, days, result],
      );
    };
    await keep('old', 401, 'settled');
    await keep('new', 399, 'settled');
    await keep('waiting', 401, null);
    await keep('unknown', 401, 'unknown-order');
    const config = new PaymentsConfig();
    const job = new PurgeCallbacksJob(world.app.get(GatewayEventRepository, { strict: false }), config);
    expect([await job.handle(), await job.handle()]).toEqual([{ events: 1 }, { events: 0 }]);
    const left = await world.database.query<{ key: string }>('select dedupe_key as key from gateway_events order by 1');
    expect(left.map(({ key }) => key)).toEqual(['new', 'unknown', 'waiting']);
  });
});
