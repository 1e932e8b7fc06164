import { createPostgresBackend, type QueueOptions, runMigrations, setDefaultBackendFactory } from 'bullmq';
import { Client } from 'pg';
import { type QueueStore } from './queue-store';

type Connection = Pick<QueueOptions, 'connection' | 'prefix'>;

/**
 * The connection options of queues (`producer`) and workers (`consumer`), and BullMQ's process-wide choice of the store.
 * A producer gives up soon when Redis is away; a consumer waits for its return.
 */
export function queueConnection(store: QueueStore, side: 'producer' | 'consumer'): Connection {
  if (store.redisUrl !== '') {
    setDefaultBackendFactory();
    const maxRetriesPerRequest = side === 'producer' ? 2 : null;
    return { connection: { url: store.redisUrl, maxRetriesPerRequest }, prefix: store.prefix };
  }
  setDefaultBackendFactory(createPostgresBackend);
  // why: a job lost in a server crash is added again by its sweeper; the money is on other connections
  const connection = {
    connectionString: store.databaseUrl,
    max: 2,
    options: '-c synchronous_commit=off',
  };
  return { connection };
}

/** Brings the queues' own tables up to date. Idempotent, under an advisory lock; nothing to do on Redis. */
export async function migrateQueues(store: Pick<QueueStore, 'databaseUrl' | 'redisUrl'>): Promise<void> {
  if (store.redisUrl !== '') return;
  const client = new Client({ connectionString: store.databaseUrl });
  await client.connect();
  try {
    await runMigrations(client);
  } finally {
    await client.end();
  }
}
