import 'reflect-metadata';
import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Module } from '@nestjs/common';
import {
  Database,
  defineEvent,
  type EventHandler,
  HandlesEvent,
  HandlesJob,
  type JobHandler,
  type PublishedEvent,
} from '@app/platform';
import { createWorkerApp } from '../../support/worker-app';

export const Happened = defineEvent<{ n: number }>('test.thing.happened.v1');

/** Has an effect that can be counted: no unique key hides a second one. */
@Injectable()
@HandlesEvent(Happened, { name: 'test.count-it', queue: 'platform' })
class CountIt implements EventHandler<{ n: number }> {
  constructor(private readonly database: Database) {}

  async handle(event: PublishedEvent<{ n: number }>): Promise<void> {
    await this.database.execute('insert into effects (event_id, process) values ($1, $2)', [event.id, process.pid]);
    await sleep(5);
  }
}

/** Long work of somebody who waits for it. */
@Injectable()
@HandlesJob({ name: 'test.work-long', queue: 'billing' })
class WorkLong implements JobHandler {
  constructor(private readonly database: Database) {}

  async handle(): Promise<object> {
    await this.database.execute(`insert into effects (event_id, process) values (gen_random_uuid(), $1)`, [
      process.pid,
    ]);
    await sleep(2_000);
    return { by: process.pid };
  }
}

@Module({ providers: [CountIt, WorkLong] })
class OutboxProcessModule {}

/** A worker that looks for lost deliveries every second; it is killed from outside. */
async function main(): Promise<void> {
  const { DATABASE_URL: url = '', DATABASE_NAME: name = '' } = process.env;
  await createWorkerApp({
    database: { url, name },
    modules: [OutboxProcessModule],
    relay: { redeliverAfterMs: 1_000, batch: 50 },
  });
  process.send?.('running');
}

if (require.main === module) {
  main().catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exit(1);
  });
}
