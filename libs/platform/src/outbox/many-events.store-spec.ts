import { randomUUID } from 'node:crypto';
import { type INestApplicationContext, Injectable, Module } from '@nestjs/common';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { emptyTables } from '../../../../test/support/empty-tables';
import { createWorkerApp, eventually } from '../../../../test/support/worker-app';
import { Database } from '../database/database';
import { defineEvent, type PublishedEvent } from '../events/event-type';
import { type EventHandler, HandlesEvent } from '../events/handles-event.decorator';
import { JobQueue } from '../queue/job-queue';
import { DeliverEvent } from './deliver-event';
import { Outbox } from './outbox';
import { OutboxRelay } from './outbox-relay';

const Happened = defineEvent<{ n: number }>('test.many.happened.v1');
type HappenedEvent = PublishedEvent<{ n: number }>;

/** What the handler below saw, and what it is to fail at. */
const seen = { together: [] as number[][], single: [] as number[], bad: -1, hold: Promise.resolve() };

@Injectable()
@HandlesEvent(Happened, { name: 'test.take-many', queue: 'platform', attempts: 1 })
class TakeMany implements EventHandler<{ n: number }> {
  constructor(private readonly database: Database) {}

  async handle({ payload: { n } }: HappenedEvent): Promise<void> {
    seen.single.push(n);
    await this.write([n]);
  }

  /** Leaves the odd ones. */
  async handleMany(events: readonly HappenedEvent[]): Promise<readonly HappenedEvent[]> {
    seen.together.push(events.map(({ payload }) => payload.n));
    await seen.hold;
    await this.write(events.map(({ payload }) => payload.n).filter((n) => n % 2 === 0));
    return events.filter(({ payload }) => payload.n % 2 === 1);
  }

  private async write(numbers: readonly number[]): Promise<void> {
    await this.database.execute('insert into effects select * from unnest($1::int[])', [numbers]);
    if (numbers.includes(seen.bad)) throw new Error(`${seen.bad} is bad`);
  }
}

@Module({ providers: [TakeMany] })
class TestModule {}

describe('a handler that takes many events at once', () => {
  let server: TestDatabase;
  let worker: INestApplicationContext;
  let database: Database;

  const publish = (count: number): Promise<void> =>
    database.transaction(() =>
      worker.get(Outbox).publishMany(
        Happened,
        Array.from({ length: count }, (_, n) => ({ key: randomUUID(), payload: { n } })),
      ),
    );
  const inState = async (state: string): Promise<number> =>
    (await database.query('select 1 from outbox_deliveries where state = $1', [state])).length;
  const effects = async (): Promise<number[]> =>
    (await database.query<{ n: number }>('select n from effects order by n')).map(({ n }) => n);

  beforeAll(async () => {
    server = await createTestDatabase();
    worker = await createWorkerApp({
      database: server,
      modules: [TestModule],
      relay: { redeliverAfterMs: 1_500, pollMs: 500 },
    });
    database = worker.get(Database);
    // no unique key on purpose: a second effect would be a second row
    await database.execute('create table effects (n int not null)');
  });
  beforeEach(async () => {
    await emptyTables(database, 'effects', 'outbox_deliveries', 'outbox_events');
    Object.assign(seen, { together: [], single: [], bad: -1, hold: Promise.resolve() });
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(async () => {
    await worker.close();
    await server.drop();
  });

  it('gets them together, and one by one what it leaves', async () => {
    await publish(20);
    await eventually(async () => (await inState('DONE')) === 20);
    expect(await effects()).toEqual(Array.from({ length: 20 }, (_, n) => n));
    expect(seen.together).toEqual([Array.from({ length: 20 }, (_, n) => n)]);
    expect(seen.single).toEqual([1, 3, 5, 7, 9, 11, 13, 15, 17, 19]);
  });

  it('gets them one by one when it fails at all of them: one bad event harms no other', async () => {
    seen.bad = 4;
    await publish(10);
    await eventually(async () => (await inState('DONE')) === 9 && (await inState('DEAD')) === 1);
    expect(await effects()).toEqual([0, 1, 2, 3, 5, 6, 7, 8, 9]);
  });

  it('gets them past its queue, and together what comes while it works', async () => {
    const jobs = jest.spyOn(worker.get(JobQueue), 'addBulk');
    let go = (): void => undefined;
    seen.hold = new Promise((resolve) => (go = resolve));
    await publish(2);
    await eventually(() => seen.together.length === 1);
    await publish(4);
    await publish(6);
    await eventually(async () => (await inState('PENDING')) === 12);
    go();
    await eventually(async () => (await inState('DONE')) === 12);
    expect(seen.together.slice(1).map((numbers) => numbers.length)).toEqual([10]);
    expect(jobs).not.toHaveBeenCalled();
  });

  it('gets by its queue what nobody delivered here', async () => {
    const jobs = jest.spyOn(worker.get(JobQueue), 'addBulk');
    const lost = jest.spyOn(worker.get(DeliverEvent, { strict: false }), 'handle').mockResolvedValueOnce(null);
    await publish(4);
    await eventually(async () => (await inState('DONE')) === 4);
    expect(lost).toHaveBeenCalledTimes(2);
    expect(jobs).toHaveBeenCalledTimes(1);
    expect(await effects()).toEqual([0, 1, 2, 3]);
  });

  it('finishes what it works on before the process ends', async () => {
    let go = (): void => undefined;
    seen.hold = new Promise((resolve) => (go = resolve));
    await publish(2);
    await eventually(() => seen.together.length === 1);
    const stopped = worker.get(OutboxRelay).stop();
    go();
    await stopped;
    expect(await inState('DONE')).toBe(2);
  });
});
