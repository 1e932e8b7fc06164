import { randomUUID } from 'node:crypto';
import { type INestApplicationContext, Injectable, Module } from '@nestjs/common';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { emptyTables } from '../../../../test/support/empty-tables';
import { createWorkerApp, eventually } from '../../../../test/support/worker-app';
import { Database } from '../database/database';
import { defineEvent } from '../events/event-type';
import { type EventHandler, HandlesEvent } from '../events/handles-event.decorator';
import { DeadLetters } from './dead-letters';
import { Outbox } from './outbox';

const Failed = defineEvent<{ n: number }>('test.thing.failed.v1');
const orders = { broken: true, attempts: 0 };

@Injectable()
@HandlesEvent(Failed, { name: 'test.break-it', queue: 'platform', attempts: 2 })
class BreakIt implements EventHandler<{ n: number }> {
  handle(): Promise<void> {
    orders.attempts += 1;
    return orders.broken ? Promise.reject(new Error('it is broken')) : Promise.resolve();
  }
}

@Module({ providers: [BreakIt] })
class TestModule {}

describe('dead letters', () => {
  let server: TestDatabase;
  let worker: INestApplicationContext;
  let letters: DeadLetters;

  const publish = () => worker.get(Outbox).publish(Failed, { key: randomUUID(), payload: { n: 1 } });
  const all = async () => (await letters.list({ limit: 50 })).items;
  const dead = (count: number) => eventually(async () => (await all()).length === count && all());

  beforeAll(async () => {
    server = await createTestDatabase();
    worker = await createWorkerApp({ database: server, modules: [TestModule] });
    letters = worker.get(DeadLetters);
  });
  beforeEach(async () => {
    await emptyTables(worker.get(Database), 'outbox_deliveries', 'outbox_events');
    Object.assign(orders, { broken: true, attempts: 0 });
  });
  afterAll(async () => {
    await worker.close();
    await server.drop();
  });

  it('are deliveries that failed as often as their handler allows', async () => {
    await publish();
    const [letter] = await dead(1);
    expect(letter).toMatchObject({
      handler: 'test.break-it',
      attempts: 2,
      lastError: 'it is broken',
      payload: { n: 1 },
    });
    expect(letter?.failedAt).toBeInstanceOf(Date);
    expect(orders.attempts).toBe(2);
  });

  it('are delivered again on demand, once', async () => {
    await publish();
    const [letter] = await dead(1);
    orders.broken = false;
    await letters.replay(letter!.eventId, letter!.handler);
    const done = `select 1 from outbox_deliveries where state = 'DONE'`;
    await eventually(() => worker.get(Database).queryOne(done));
    expect(orders.attempts).toBe(3);
    await expect(letters.replay(letter!.eventId, letter!.handler)).rejects.toMatchObject({ code: 'CORE_NOT_FOUND' });
  });

  it('of a handler are delivered again together, and die again if nothing has changed', async () => {
    await Promise.all([publish(), publish(), publish()]);
    await dead(3);
    expect(await letters.replayAll('test.somebody-else')).toBe(0);
    expect(await letters.replayAll('test.break-it')).toBe(3);
    await dead(3);
    expect(orders.attempts).toBe(12);
  });

  it('are listed in pages', async () => {
    await Promise.all([...Array(5).keys()].map(publish));
    await dead(5);
    const seen: string[] = [];
    let cursor: string | null | undefined;
    do {
      const page = await letters.list({ limit: 2, ...(cursor ? { cursor } : {}) });
      seen.push(...page.items.map((item) => item.eventId));
      cursor = page.nextCursor;
    } while (cursor);
    expect(new Set(seen).size).toBe(5);
    expect(seen).toHaveLength(5);
    expect((await letters.list({ limit: 2, handler: 'test.nobody' })).items).toEqual([]);
  });
});
