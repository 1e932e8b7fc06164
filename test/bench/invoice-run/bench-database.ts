import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { createDataSource, DatabaseConfig, migrateQueues } from '@app/platform';
import { RESET_SQL, seedSql, VERIFY_SQL } from './scene.sql';

/** What a timed run must have left behind. */
export interface Figures {
  invoices: number;
  lines: number;
  entries: number;
  events: number;
  gapless: boolean;
  lineMismatches: number;
  unbalanced: number;
  stillDue: number;
  total: string;
}

/** A scratch database of the product's own schema on the given server. */
export class BenchDatabase {
  private constructor(
    readonly url: string,
    readonly client: Client,
    readonly uuid: string,
    private readonly dropIt: () => Promise<void>,
  ) {}

  static async create(serverUrl: string): Promise<BenchDatabase> {
    const server = new Client({ connectionString: serverUrl });
    await server.connect();
    const name = `langgan_bench_${randomBytes(4).toString('hex')}`;
    await server.query(`create database ${name}`);
    const address = new URL(serverUrl);
    address.pathname = `/${name}`;
    const url = address.toString();
    const config = Object.assign(new DatabaseConfig(), { url });
    const dataSource = await createDataSource(config, 'bench').initialize();
    await dataSource.runMigrations();
    await dataSource.destroy();
    await migrateQueues({ databaseUrl: url, redisUrl: '' });
    const client = new Client({ connectionString: url });
    await client.connect();
    const version = await client.query<{ n: number }>(`select current_setting('server_version_num')::int as n`);
    const uuid = (version.rows[0]?.n ?? 0) >= 180_000 ? 'uuidv7()' : 'gen_random_uuid()';
    return new BenchDatabase(url, client, uuid, async () => {
      await client.end();
      await server.query(`drop database if exists ${name} with (force)`);
      await server.end();
    });
  }

  async seed(customers: number): Promise<void> {
    for (const sql of seedSql(customers, this.uuid)) await this.client.query(sql);
  }

  async reset(): Promise<void> {
    for (const sql of RESET_SQL) await this.client.query(sql);
  }

  /** @throws Error when the run did not write what it had to, or the books do not hold: such a run does not count */
  async verify(customers: number): Promise<Figures> {
    // why: the tables were empty a moment ago; planned for that, the comparison of 100,000 invoices takes minutes
    await this.client.query('analyze invoices, invoice_lines, ledger_entries');
    const { rows } = await this.client.query<Figures>(VERIFY_SQL);
    const figures = rows[0];
    const lines = customers + Math.floor(customers / 2);
    const right =
      figures?.invoices === customers &&
      figures.lines === lines &&
      figures.entries === customers * 3 &&
      figures.events === customers &&
      figures.gapless &&
      figures.lineMismatches + figures.unbalanced + figures.stillDue === 0;
    if (!right) throw new Error(`the run is wrong: ${JSON.stringify(figures)}`);
    return figures;
  }

  async drop(): Promise<void> {
    await this.dropIt();
  }
}
