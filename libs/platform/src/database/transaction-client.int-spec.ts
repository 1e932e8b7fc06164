import { type INestApplicationContext } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { Propagation, TransactionHost } from '@nestjs-cls/transactional';
import { Client } from 'pg';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { PlatformModule } from '../platform.module';
import { Database, HOT } from './database';
import { StatementBatch } from './statement-batch';
import { together } from './together';

describe('a transaction begins with its first statement', () => {
  let server: TestDatabase;
  let app: INestApplicationContext;
  let database: Database;
  let asked: jest.SpyInstance;

  const add = (n: number): Promise<unknown> => database.query('insert into begun (n) values ($1)', [n], HOT);
  const numbers = async (): Promise<number[]> =>
    (await database.query<{ n: number }>('select n from begun order by n')).map(({ n }) => n);
  /** What went to PostgreSQL, each in a round trip of its own. */
  const trips = (): string[] =>
    asked.mock.calls.map(([one]: unknown[]) => (one instanceof StatementBatch ? 'batch' : String(one)));

  beforeAll(async () => {
    server = await createTestDatabase();
    process.env.DATABASE_URL = server.url;
    process.env.DATABASE_POOL_SIZE = '2';
    process.env.SECRET_KEYS = `k1:${Buffer.alloc(32).toString('base64')}`;
    app = await Test.createTestingModule({ imports: [PlatformModule.forRoot('begin')] }).compile();
    await app.init();
    database = app.get(Database);
    await database.execute('create table begun (n int primary key)');
  });
  beforeEach(async () => {
    await database.execute('truncate begun');
    asked = jest.spyOn(Client.prototype, 'query');
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(async () => {
    delete process.env.DATABASE_POOL_SIZE;
    await app.close();
    await server.drop();
  });

  it('in one round trip with prepared ones, and with one that has values', async () => {
    await database.transaction(() => together([add(1), add(2)]));
    await database.transaction(async () => {
      expect(await database.query('select n from begun where n > $1', [1])).toEqual([{ n: 2 }]);
    });
    expect(trips()).toEqual(['batch', 'COMMIT', 'batch', 'COMMIT']);
  });

  it('before a text that may be several statements, and before what TypeORM asks by itself', async () => {
    await database.transaction(async () => {
      await database.execute('insert into begun values (1); insert into begun values (2)');
    });
    const builder = (): Promise<unknown> =>
      database.manager.createQueryBuilder().select('n').from('begun', 'b').where('n = :n', { n: 2 }).getRawMany();
    expect(await database.transaction(builder)).toEqual([{ n: 2 }]);
    expect(trips().filter((one) => one !== 'COMMIT')).toEqual([
      'START TRANSACTION',
      'insert into begun values (1); insert into begun values (2)',
      'batch',
    ]);
  });

  it('never, when it has none', async () => {
    await database.transaction(() => Promise.resolve());
    const failed = database.transaction(() => Promise.reject(new Error('before any statement')));
    await expect(failed).rejects.toThrow('before any statement');
    expect(trips()).toEqual([]);
    await add(1);
    expect(await numbers()).toEqual([1]);
  });

  it.each(['prepared', 'with values'])('and is undone when its first statement fails, %s', async (kind) => {
    const hot = kind === 'prepared' ? HOT : undefined;
    const failed = database.transaction(async () => {
      await expect(database.query('select 1 / $1::int', [0], hot)).rejects.toMatchObject({
        driverError: { code: '22012' },
      });
      await expect(add(1)).rejects.toThrow('aborted');
      throw new Error('undone');
    });
    await expect(failed).rejects.toThrow('undone');
    await database.transaction(() => add(2));
    expect(await numbers()).toEqual([2]);
    expect(trips()).toEqual(['batch', 'batch', 'ROLLBACK', 'batch', 'COMMIT', expect.anything()]);
  });

  it('also when that is a savepoint, or a level of isolation', async () => {
    const host = app.get<TransactionHost>(TransactionHost);
    await database.transaction(async () => {
      const inner = host.withTransaction(Propagation.Nested, async () => {
        await add(1);
        throw new Error('inner');
      });
      await expect(inner).rejects.toThrow('inner');
      await add(2);
    });
    await database.manager.dataSource.transaction('REPEATABLE READ', async (manager) => {
      expect(await manager.query('show transaction_isolation')).toEqual([{ transaction_isolation: 'repeatable read' }]);
    });
    expect(await numbers()).toEqual([2]);
  });

  it('fails with a connection that is lost before it, and the next one has another', async () => {
    const killer = new Client({ connectionString: server.url });
    await killer.connect();
    const lost = database.transaction(async () => {
      await killer.query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'begin'`);
      await add(1);
    });
    await expect(lost).rejects.toThrow();
    await killer.end();
    await database.transaction(() => add(2));
    expect(await numbers()).toEqual([2]);
  });
});
