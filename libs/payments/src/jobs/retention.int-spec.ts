import { uuidv7 } from '@app/core';
import { CustomersService, PersonalDataService } from '@app/customers';
import { createTestDatabase } from '@app/testing';
import { PaymentsConfig } from '../payments.config';
import { GatewayEventRepository } from '../repositories/callbacks/gateway-event.repository';
import { PaymentsWorld } from '../testing/payments-world.fixture-spec';
import { PaymentClaims } from '../services/claims/payment-claims.service';
import { PurgeCallbacksJob } from './purge-callbacks.job';
import { PurgeProofsJob } from './purge-proofs.job';

describe('retention', () => {
  let world: PaymentsWorld;

  beforeAll(async () => {
    world = new PaymentsWorld(await createTestDatabase());
    await world.start();
  });
  beforeEach(() => world.rest());
  afterAll(() => world.close());

  it('old callbacks are forgotten once they were dealt with; what waits, is new or about an unknown order stays', async () => {
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
    await keep('forged', 31, 'bad-signature');
    await keep('forged lately', 29, 'bad-signature');
    await world.database.execute(`update gateway_events set signature_ok = false where result = 'bad-signature'`);
    const config = new PaymentsConfig();
    const job = new PurgeCallbacksJob(world.app.get(GatewayEventRepository, { strict: false }), config);
    expect([await job.handle(), await job.handle()]).toEqual([{ events: 2 }, { events: 0 }]);
    const left = await world.database.query<{ key: string }>('select dedupe_key as key from gateway_events order by 1');
    expect(left.map(({ key }) => key)).toEqual(['forged lately', 'new', 'unknown', 'waiting']);
  });

  /** A proof that was decided so many days ago; null: nobody has looked at it. */
  const claim = async (customerId: string, decidedDays: number | null): Promise<string> => {
    const id = uuidv7();
    await world.database.execute(
      `insert into payment_claims (id, site_id, customer_id, amount, currency, sender_name, source, status, file_sha256,
              file_phash, file_type, file_content, submitted_by, submitted_at, decided_at, decided_by, decided_by_name)
       values ($1, $2, $3, 1000, 'IDR', 'BUDI SANTOSO', 'STAFF', case when $4::int is null then 'SUBMITTED' else 'REJECTED' end,
               sha256($1::uuid::text::bytea), '00ff00ff00ff00ff', 'image/jpeg', '\\x01', 'x', app_now() - interval '2 years',
               app_now() - make_interval(days => $4::int), 'x', 'x')`,
      [id, world.siteId, customerId, decidedDays],
    );
    return id;
  };
  const claims = () => world.app.get(PaymentClaims, { strict: false });

  it('files of proofs are forgotten once they were decided long ago; the claim and its hash stay', async () => {
    const customer = await world.customer();
    const [old, fresh, waiting] = [await claim(customer, 366), await claim(customer, 364), await claim(customer, null)];
    const job = new PurgeProofsJob(claims(), new PaymentsConfig());
    expect([await job.handle(), await job.handle()]).toEqual([{ files: 1 }, { files: 0 }]);
    await expect(claims().file(old)).rejects.toMatchObject({ code: 'TRANSFERS_FILE_FORGOTTEN' });
    expect((await claims().get(old)).fileSha256).toHaveLength(64);
    expect((await claims().file(fresh)).content).toHaveLength(1);
    expect((await claims().file(waiting)).content).toHaveLength(1);
  });

  it('E4 who becomes anonymous takes his proofs and the places where he was found along', async () => {
    const customers = world.app.get(CustomersService, { strict: false });
    const personal = world.app.get(PersonalDataService, { strict: false });
    const customer = await world.customer();
    const proof = await claim(customer, null);
    await world.database.execute(
      `insert into collector_stops (customer_id, latitude_e6, longitude_e6, updated_at, updated_by)
       values ($1, -7800000, 110300000, app_now(), 'x')`,
      [customer],
    );
    const exported = await personal.export(customer);
    expect(exported.parts).toMatchObject({
      collectorStops: [{ latitudeE6: -7_800_000 }],
      paymentClaims: [{ senderName: 'BUDI SANTOSO' }],
    });
    const { version } = await customers.archive(customer, (await customers.get(customer)).version);
    await personal.anonymize(customer, version);
    await expect(claims().file(proof)).rejects.toMatchObject({ code: 'TRANSFERS_FILE_FORGOTTEN' });
    expect(await claims().get(proof)).toMatchObject({ senderName: '' });
    expect((await personal.export(customer)).parts.collectorStops).toEqual([]);
  });
});
