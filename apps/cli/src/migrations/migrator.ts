import { type DataSource, type QueryRunner } from 'typeorm';
import {
  createDataSource,
  DatabaseConfig,
  loadConfig,
  makePartitionsAhead,
  migrateQueues,
  migrations as known,
  RedisConfig,
} from '@app/platform';

/** What the database has and what it lacks, oldest first. */
export interface MigrationStatus {
  done: string[];
  pending: string[];
  /** In the database but not in this version of the product: it is older than the database. */
  unknown: string[];
}

/** Brings the schema up and down. Works without the module graph, so that it runs when nothing else can boot. */
export class Migrator {
  private readonly config = loadConfig(DatabaseConfig);
  private readonly redis = loadConfig(RedisConfig);

  /**
   * Runs what is pending, each migration in its own transaction, makes room for the next months, and runs the queues' own
   * migrations. Returns the names of the migrations that ran.
   */
  async up(): Promise<string[]> {
    const names = await this.alone(async (source) => {
      const ran = await source.runMigrations({ transaction: 'each' });
      await makePartitionsAhead((sql, parameters) => source.query<{ partition: string }[]>(sql, parameters));
      return ran.map((migration) => migration.name);
    });
    await migrateQueues({ databaseUrl: this.config.url, redisUrl: this.redis.url });
    return names;
  }

  /** Takes the newest migrations back, at most `steps` of them. Returns their names. */
  async down(steps: number): Promise<string[]> {
    return this.alone(async (source) => {
      const names: string[] = [];
      while (names.length < steps) {
        const newest = (await namesIn(source)).at(-1);
        if (newest === undefined) break;
        await source.undoLastMigration({ transaction: 'each' });
        names.push(newest);
      }
      return names;
    });
  }

  /** Compares the database with this version of the product. */
  async status(): Promise<MigrationStatus> {
    return this.connected(async (source) => compare(await namesIn(source)));
  }

  /** One migrator at a time per database; a second one waits, and then finds nothing to do. */
  private async alone<T>(work: (source: DataSource) => Promise<T>): Promise<T> {
    return this.connected(async (source) => {
      const guard = source.createQueryRunner();
      try {
        await guard.query(`set lock_timeout = '10min'`);
        await guard.query(`select pg_advisory_lock(hashtext('langgan migrations'))`);
        return await work(source);
      } finally {
        await release(guard);
      }
    });
  }

  private async connected<T>(work: (source: DataSource) => Promise<T>): Promise<T> {
    // why: building an index may take longer than any statement of the running product is allowed to
    const config = Object.assign(new DatabaseConfig(), this.config, { statementTimeoutMs: 0, poolSize: 2 });
    const source = await createDataSource(config, 'langgan-migrate').initialize();
    try {
      return await work(source);
    } finally {
      await source.destroy();
    }
  }
}

/** Sorts the names found in a database into done, pending and unknown. */
export function compare(found: readonly string[]): MigrationStatus {
  const names = known.map((migration) => migration.name);
  return {
    done: names.filter((name) => found.includes(name)),
    pending: names.filter((name) => !found.includes(name)),
    unknown: found.filter((name) => !names.includes(name)),
  };
}

async function namesIn(source: DataSource): Promise<string[]> {
  const [table] = await source.query<{ found: boolean }[]>(
    `select to_regclass('schema_migrations') is not null as found`,
  );
  if (!table?.found) return [];
  const rows = await source.query<{ name: string }[]>('select name from schema_migrations order by id');
  return rows.map((row) => row.name);
}

async function release(guard: QueryRunner): Promise<void> {
  await guard.query(`select pg_advisory_unlock_all()`);
  await guard.release();
}
