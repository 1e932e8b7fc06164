import { type INestApplicationContext } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { Propagation, TransactionHost } from '@nestjs-cls/transactional';
import { PostgresQueryRunner } from 'typeorm/driver/postgres/PostgresQueryRunner';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { PlatformModule } from '../platform.module';
import { type Statement } from './after-commit.subscriber';
import { Database, HOT } from './database';

describe('what is written at the commit', () => {
  let server: TestDatabase;
  let app: INestApplicationContext;
  let database: Database;
  const calls: number[][] = [];

  const write = (items: readonly number[]): Statement => {
    calls.push([...items]);
    return { sql: 'insert into written select * from unnest($1::int[])', parameters: [items] };
  };
  const written = async (): Promise<number[]> =>
    (await database.query<{ n: number }>('select n from written order by n')).map(({ n }) => n);

  beforeAll(async () => {
    server = await createTestDatabase();
    process.env.DATABASE_URL = server.url;
    process.env.SECRET_KEYS = `k1:${Buffer.alloc(32).toString('base64')}`;
    app = await Test.createTestingModule({ imports: [PlatformModule.forRoot('at-commit')] }).compile();
    await app.init();
    database = app.get(Database);
    await database.execute('create table written (n int primary key)');
  });
  beforeEach(async () => {
    await database.execute('truncate written');
    calls.length = 0;
  });
  afterAll(async () => {
    await app.close();
    await server.drop();
  });

  it('is one statement for the whole transaction, in its order', async () => {
    await database.transaction(async () => {
      await database.atCommit(write, [1, 2]);
      await database.transaction(() => database.atCommit(write, [3]));
      expect(await written()).toEqual([]);
    });
    expect(calls).toEqual([[1, 2, 3]]);
    expect(await written()).toEqual([1, 2, 3]);
  });

  it('vanishes with a transaction that rolls back, and is at once without one', async () => {
    const undone = database.transaction(async () => {
      await database.atCommit(write, [1]);
      throw new Error('changed its mind');
    });
    await expect(undone).rejects.toThrow('changed its mind');
    await database.atCommit(write, [2]);
    expect(calls).toEqual([[2]]);
    expect(await written()).toEqual([2]);
  });

  it('takes the transaction with it when it fails', async () => {
    await database.atCommit(write, [7]);
    const refused = database.transaction(async () => {
      await database.execute('insert into written values (8)');
      await database.atCommit(write, [7]);
    });
    await expect(refused).rejects.toThrow('duplicate key');
    expect(await written()).toEqual([7]);
  });

  it('goes with its savepoint, and only with that', async () => {
    await database.transaction(async () => {
      await database.atCommit(write, [1]);
      const inner = app.get(TransactionHost).withTransaction(Propagation.Nested, async () => {
        await database.atCommit(write, [2]);
        throw new Error('inner');
      });
      await expect(inner).rejects.toThrow('inner');
      await database.atCommit(write, [3]);
    });
    expect(await written()).toEqual([1, 3]);
  });

  describe('in one message with the commit', () => {
    const last = (n: number): Statement => ({ sql: 'insert into written (n) values ($1)', parameters: [n] });
    const messages = (): string[] => sent.mock.calls.map(([sql]) => String(sql));
    let sent: jest.SpyInstance;
    beforeEach(() => (sent = jest.spyOn(PostgresQueryRunner.prototype, 'query')));
    afterEach(() => {
      sent.mockRestore();
    });

    it('is all that was gathered; the commit of a transaction with nothing to write goes by itself', async () => {
      await database.transaction(() => database.atCommit(write, [1]));
      expect(messages()).toEqual(['START TRANSACTION']);
      await database.transaction(() => database.execute('delete from written'));
      expect(messages().at(-1)).toBe('COMMIT');
    });

    it('is a statement after all others, and what was to happen after the commit happens', async () => {
      const after = jest.fn();
      await database.transaction(async () => {
        database.withCommit([last(9)]);
        database.afterCommit(after);
        await database.atCommit(write, [1]);
      });
      expect(messages()).toEqual(['START TRANSACTION']);
      expect(await written()).toEqual([1, 9]);
      expect(after).toHaveBeenCalledTimes(1);
      await database.transaction(() => database.atCommit(write, [2]));
      expect(await written()).toEqual([1, 2, 9]);
    });

    it('takes everything with it when it fails, with an error of the caller', async () => {
      await database.execute('insert into written values (9)');
      const failed = (): Error => new Error('taken');
      const refused = database.transaction(async () => {
        await database.atCommit(write, [1]);
        database.withCommit([last(9)], failed);
        return Promise.resolve();
      });
      await expect(refused).rejects.toThrow('taken');
      expect(await written()).toEqual([9]);
      await database.transaction(() => database.atCommit(write, [2]));
      expect(await written()).toEqual([2, 9]);
    });

    it('is dropped with a transaction that rolls back, and stays when only a savepoint does', async () => {
      const undone = database.transaction(() => {
        database.withCommit([last(1)]);
        return Promise.reject(new Error('changed its mind'));
      });
      await expect(undone).rejects.toThrow('changed its mind');
      await database.transaction(async () => {
        database.withCommit([last(2)]);
        const inner = app.get(TransactionHost).withTransaction(Propagation.Nested, async () => {
          await database.execute('insert into written values (3)');
          expect(() => {
            database.withCommit([last(4)]);
          }).toThrow('savepoint');
          throw new Error('inner');
        });
        await expect(inner).rejects.toThrow('inner');
      });
      expect(await written()).toEqual([2]);
      expect(() => {
        database.withCommit([last(5)]);
      }).toThrow('no transaction');
    });

    it('comes after a statement that is not prepared, because its list is long', async () => {
      const many = Array.from({ length: 200 }, (_, n) => n + 100);
      await database.transaction(async () => {
        database.withCommit([last(1)]);
        await database.atCommit(write, many);
      });
      expect(await written()).toEqual([1, ...many]);
      expect(messages()).toContain('COMMIT');
    });

    it('fails with a constraint that is looked at by the commit', async () => {
      await database.execute('create table pairs (n int unique deferrable initially deferred)');
      await database.execute('insert into pairs values (1)');
      const pair = { sql: 'insert into pairs values ($1)', parameters: [1] };
      const refused = database.transaction(async () => {
        await database.atCommit(write, [1]);
        database.withCommit([pair]);
      });
      await expect(refused).rejects.toThrow('duplicate key');
      expect(await written()).toEqual([]);
      expect(await database.transaction(written)).toEqual([]);
    });
  });
});

describe('a statement that is prepared', () => {
  let server: TestDatabase;
  let app: INestApplicationContext;
  let database: Database;

  beforeAll(async () => {
    server = await createTestDatabase();
    process.env.DATABASE_URL = server.url;
    app = await Test.createTestingModule({ imports: [PlatformModule.forRoot('prepared')] }).compile();
    await app.init();
    database = app.get(Database);
  });
  afterAll(async () => {
    await app.close();
    await server.drop();
  });

  const names = async (): Promise<number> =>
    (await database.query(`select 1 from pg_prepared_statements where statement like '%hot-one%'`)).length;

  it('is known to its connection once, and not for long lists', async () => {
    const sql = `select n /* hot-one */ from unnest($1::int[]) as n`;
    const list = (length: number): number[] => Array.from({ length }, (_, n) => n);
    await database.transaction(async () => {
      for (const length of [1, 2, 3]) expect(await database.query(sql, [list(length)], HOT)).toHaveLength(length);
      expect(await database.query(`${sql} where n >= 0`, [list(500)], HOT)).toHaveLength(500);
      expect(await names()).toBe(1);
    });
  });

  it('survives a migration that changes what it returns', async () => {
    await database.execute('create table changing (a int)');
    const sql = 'select * from changing where a is not distinct from $1';
    await database.query(sql, [1], HOT);
    await database.execute('alter table changing add column b int');
    await expect(database.query(sql, [1], HOT)).rejects.toThrow('cached plan');
    expect(await database.query(sql, [1], HOT)).toEqual([]);
  });

  it('tells of a failure as any other does', async () => {
    const failed = database.query('select 1 / $1::int as n', [0], HOT);
    await expect(failed).rejects.toMatchObject({ name: 'QueryFailedError', driverError: { code: '22012' } });
  });
});
