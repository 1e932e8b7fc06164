import { type INestApplicationContext } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { PlatformModule } from '../platform.module';
import { Database, HOT } from './database';
import { together } from './together';
import { StatementBatch } from './statement-batch';

describe('prepared statements of a transaction', () => {
  let server: TestDatabase;
  let app: INestApplicationContext;
  let database: Database;

  const insert = (n: number): Promise<unknown> =>
    database.query('insert into numbers (n) values ($1) returning n', [n], HOT);
  const sum = async (): Promise<bigint | undefined> =>
    (await database.queryOne<{ sum: bigint }>('select coalesce(sum(n), 0) as sum from numbers', [], HOT))?.sum;

  beforeAll(async () => {
    server = await createTestDatabase();
    process.env.DATABASE_URL = server.url;
    process.env.DATABASE_POOL_SIZE = '2';
    process.env.SECRET_KEYS = `k1:${Buffer.alloc(32).toString('base64')}`;
    app = await Test.createTestingModule({ imports: [PlatformModule.forRoot('batch')] }).compile();
    await app.init();
    database = app.get(Database);
    await database.execute('create table numbers (n int primary key)');
  });
  beforeEach(async () => {
    await database.execute('truncate numbers');
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(async () => {
    delete process.env.DATABASE_POOL_SIZE;
    await app.close();
    await server.drop();
  });

  it('travel together when nobody waits in between, and run in the order of their calls', async () => {
    const trips = jest.spyOn(StatementBatch.prototype, 'handleReadyForQuery');
    const sums = await database.transaction(async () => {
      return together([insert(1), sum(), insert(2), sum()]);
    });
    expect([sums[1], sums[3]]).toEqual([1n, 3n]);
    expect(trips).toHaveBeenCalledTimes(1);
  });

  it('keep their order with others that are not prepared', async () => {
    const warned = jest.spyOn(process, 'emitWarning');
    const plain = (n: number): Promise<unknown> => database.execute('insert into numbers (n) values ($1)', [n]);
    const sums = await database.transaction(async () =>
      together([plain(1), sum(), insert(2), plain(4), sum(), plain(8)]),
    );
    expect([sums[1], sums[4]]).toEqual([1n, 7n]);
    expect(await sum()).toBe(15n);
    expect(warned).not.toHaveBeenCalled();
  });

  it('end with the first failure; the connection goes on and knows what it prepared', async () => {
    const never = (): Promise<unknown> => database.query('select n, n * 2 as twice from numbers', [], HOT);
    const ended = await database
      .transaction(async () => {
        const all = await Promise.allSettled([insert(1), insert(1), never()]);
        expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
        await expect(sum()).rejects.toThrow(/aborted/);
        throw new Error('rolled back');
      })
      .catch((error: unknown) => (error as Error).message);
    expect(ended).toBe('rolled back');
    await database.transaction(async () => {
      await Promise.all([insert(5), never(), sum()]);
      expect(await never()).toEqual([{ n: 5, twice: 10 }]);
    });
    expect(await sum()).toBe(5n);
  });

  it('reports what a value cannot be', async () => {
    const bad = database.transaction(() => Promise.all([insert(1), database.query('select $1::int as n', ['x'], HOT)]));
    await expect(bad).rejects.toMatchObject({ driverError: { code: '22P02' } });
    expect(await sum()).toBe(0n);
  });

  it('go no further than a value that no message can hold: not even to the commit', async () => {
    const unsayable = { sql: 'insert into numbers (n) select ($1::jsonb ->> 0)::int', parameters: [{ n: 1n }] };
    const say = (): Promise<unknown> => database.query(unsayable.sql, unsayable.parameters, HOT);
    const before = (n: number): Promise<unknown> =>
      database.transaction(async () => {
        await insert(n);
        database.withCommit([unsayable, { sql: 'insert into numbers (n) values ($1)', parameters: [n + 1] }]);
      });
    for (const n of [1, 3]) await expect(before(n)).rejects.toThrow('BigInt');
    await expect(database.transaction(() => together([insert(5), say(), insert(6)]))).rejects.toThrow('BigInt');
    expect(await sum()).toBe(0n);
    expect(await database.query(unsayable.sql, ['[7]'], HOT)).toEqual([]);
    expect(await sum()).toBe(7n);
  });

  it('keep their plans although a parameter is a list, and leave no trace of that', async () => {
    const mode = async (): Promise<unknown> =>
      (await database.queryOne<{ mode: string }>(`select current_setting($1) as mode`, ['plan_cache_mode']))?.mode;
    const among = (list: number[]): Promise<unknown> =>
      database.query('select n /* listed */ from numbers where n = any ($1::int[])', [list], HOT);
    await database.transaction(async () => {
      for (const n of [1, 2, 3]) await together([insert(n), among([n, n + 1])]);
      expect(
        await database.query(
          `select generic_plans as kept, custom_plans as own from pg_prepared_statements where statement like '%listed%'`,
        ),
      ).toEqual([{ kept: 3n, own: 0n }]);
      expect(await mode()).toBe('auto');
      expect(await among([1])).toEqual([{ n: 1 }]);
    });
    expect(await mode()).toBe('auto');
    expect(await among([2])).toEqual([{ n: 2 }]);
    expect(await mode()).toBe('auto');
    const failing = database.transaction(() => together([among([1]), insert(1), insert(4)]));
    await expect(failing).rejects.toThrow('duplicate key');
    expect(await mode()).toBe('auto');
  });

  it('fails with its commit where it has no transaction to be part of', async () => {
    await database.execute(`create table pairs (a int unique deferrable initially deferred)`);
    const twice = database.query('insert into pairs select unnest($1::int[])', [[1, 1]], HOT);
    await expect(twice).rejects.toThrow('duplicate key');
  });

  it('see what others committed before each of them', async () => {
    await database.transaction(async () => {
      expect(await Promise.all([sum(), insert(3), sum()])).toEqual([0n, [{ n: 3 }], 3n]);
    });
  });
});
