import { randomUUID } from 'node:crypto';
import { type INestApplicationContext } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { localDate } from '@app/core';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { Database } from '../database/database';
import { PurgeExpired } from '../jobs/purge-expired.job';
import { EnsurePartitions } from '../partitions/ensure-partitions.job';
import { PARTITIONED_TABLES, PartitionKeeper } from '../partitions/partition-keeper';
import { PlatformModule } from '../platform.module';
import { type JobContext } from '../queue/job-handler';
import { ArchiveOutbox } from './archive-outbox.job';
import { ArchiveRepository } from './archive.repository';

const context: JobContext = {
  jobId: '1',
  attempt: 1,
  signal: new AbortController().signal,
  progress: () => Promise.resolve(),
};

describe('housekeeping', () => {
  let server: TestDatabase;
  let app: INestApplicationContext;
  let database: Database;

  const event = async (daysAgo: number, relayed: boolean, states: string[]): Promise<void> => {
    const id = randomUUID();
    await database.execute(
      `insert into outbox_events (id, topic, key, payload, occurred_at, relayed_at)
       values ($1::uuid, 'test.thing.happened.v1', $1::text, '{"n":1}', now() - $2 * interval '1 day',
         case when $3 then now() - $2 * interval '1 day' end)`,
      [id, daysAgo, relayed],
    );
    for (const [n, state] of states.entries()) {
      await database.execute(
        `insert into outbox_deliveries (event_id, handler, queue, state) values ($1, $2, 'platform', $3)`,
        [id, `test.handler-${n}`, state],
      );
    }
  };

  beforeAll(async () => {
    server = await createTestDatabase();
    Object.assign(process.env, {
      DATABASE_URL: server.url,
      REDIS_URL: '',
      SECRET_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}`,
    });
    const module = await Test.createTestingModule({
      imports: [PlatformModule.forRoot('test')],
      providers: [ArchiveOutbox, ArchiveRepository, PurgeExpired, EnsurePartitions],
    }).compile();
    app = await module.init();
    database = app.get(Database);
  });
  afterAll(async () => {
    await app.close();
    await server.drop();
  });

  it('moves old, finished events into the archive and leaves the rest', async () => {
    await event(31, true, ['DONE', 'DONE']);
    await event(400, true, []);
    await event(29, true, ['DONE']);
    await event(90, true, ['DONE', 'PENDING']);
    await event(90, true, ['DEAD']);
    await event(90, false, []);
    expect(await app.get(ArchiveOutbox).handle({}, context)).toEqual({ moved: 2 });
    const archived = await database.query<{ deliveries: unknown[] }>('select deliveries from outbox_archive');
    expect(archived.map((row) => row.deliveries.length).sort()).toEqual([0, 2]);
    expect(await database.query('select id from outbox_events')).toHaveLength(4);
    expect(await app.get(ArchiveOutbox).handle({}, context)).toEqual({ moved: 0 });
  });

  it('deletes what has expired', async () => {
    await database.execute(
      `insert into idempotency_keys (actor_id, key, request_hash, claim, locked_until, expires_at)
       select 'a', n::text, 'h', gen_random_uuid(), now(), now() + n * interval '1 hour' from generate_series(-3, 2) as n`,
    );
    await database.execute(`insert into rate_limits values ('k', 1, 1, 0, false, now() - interval '1 s')`);
    expect(await app.get(PurgeExpired).handle({}, context)).toEqual({ idempotency_keys: 4, rate_limits: 1 });
  });

  it('makes the partitions of this month and the next two, and of any month on demand', async () => {
    const { partitions } = await app.get(EnsurePartitions).handle();
    expect(partitions).toHaveLength(3 * PARTITIONED_TABLES.length);
    const keeper = app.get(PartitionKeeper);
    await Promise.all([1, 2, 3].map(() => keeper.ensure('ledger_entries', localDate('2031-07-15'))));
    await keeper.ensure('ledger_entries', localDate('2031-07-31'));
    const made = await database.query(`select to_regclass('ledger_entries_y2031m07') as name`);
    expect(made).toEqual([{ name: 'ledger_entries_y2031m07' }]);
  });
});
