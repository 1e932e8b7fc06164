import { randomBytes } from 'node:crypto';
import { type TestingModule } from '@nestjs/testing';
import { uuidv7 } from '@app/core';
import '@app/iam';
import { MIKROTIK_CONFIGS, MikrotikModule } from '@app/mikrotik';
import { Database, sealedColumns, SecretBox, SecretBoxConfig, type SecretPlace, SecretRotation } from '@app/platform';
import '@app/payments';
import '@app/pppoe';
import '@app/vouchers';
import { createTestDatabase, createTestModule, type TestDatabase } from '@app/testing';

const ROWS = 1_200;
const key = (kid: string) => `${kid}:${randomBytes(32).toString('base64')}`;
const place = (id: string): SecretPlace => ({ table: 'routers', id, column: 'password_sealed' });

describe('C2 rotation of the key that seals secrets', () => {
  let server: TestDatabase;
  let module: TestingModule;
  let database: Database;
  const [oldKey, newKey] = [key('k1'), key('k2')];
  const boxOf = (...keys: string[]) => new SecretBox(Object.assign(new SecretBoxConfig(), { keys }));
  const old = boxOf(oldKey);
  const ids = Array.from({ length: ROWS }, () => uuidv7());

  beforeAll(async () => {
    server = await createTestDatabase();
    process.env.SECRET_KEYS = [newKey, oldKey].join(',');
    const configs = MIKROTIK_CONFIGS;
    module = await createTestModule({ database: server, imports: [MikrotikModule], configs });
    database = module.get(Database);
    const siteId = uuidv7();
    await database.execute(
      `insert into sites (id, code, name, time_zone, currency) values ($1, 'A', 'A', 'UTC', 'IDR')`,
      [siteId],
    );
    await database.execute(
      `insert into routers (id, site_id, name, host, port, username, password_sealed)
       select id, $1, id::text, '10.0.0.1', 8728, 'api', sealed from unnest($2::uuid[], $3::text[]) as r (id, sealed)`,
      [siteId, ids, ids.map((id) => old.seal(`word-${id}`, place(id)))],
    );
  });
  afterAll(async () => {
    await module.close();
    await server.drop();
    delete process.env.SECRET_KEYS;
  });

  const sealed = async () =>
    new Map(
      (await database.query<{ id: string; sealed: string }>('select id, password_sealed as sealed from routers')).map(
        (row) => [row.id, row.sealed],
      ),
    );
  const underKey = async (kid: string) => {
    const uses = await module.get(SecretRotation).status();
    return uses.filter((use) => use.kid === kid).reduce((sum, { rows }) => sum + rows, 0);
  };

  it('is said beforehand: which key seals how many values, where', async () => {
    expect(await module.get(SecretRotation).status()).toEqual([
      { table: 'routers', column: 'password_sealed', kid: 'k1', rows: ROWS, current: false, known: true },
    ]);
  });

  it('moves every value while others read and write, loses no change, and frees the old key', async () => {
    const box = module.get(SecretBox);
    const state = { running: true };
    const changed = new Map<string, string>();
    const traffic = (async () => {
      for (let n = 0; state.running; n++) {
        const id = ids[(n * 37) % ROWS] ?? '';
        const row = await database.queryOne<{ sealed: string }>(
          'select password_sealed as sealed from routers where id = $1',
          [id],
        );
        expect(box.open(row?.sealed ?? '', place(id))).toBe(changed.get(id) ?? `word-${id}`);
        changed.set(id, `new-${n}`);
        // a process that still seals with the old key, and one that has the new one already
        const next = (n % 2 === 0 ? old : box).seal(`new-${n}`, place(id));
        await database.execute('update routers set password_sealed = $2 where id = $1', [id, next]);
      }
    })();
    const results = await module.get(SecretRotation).rotate({ batch: 100 });
    state.running = false;
    await traffic;
    expect(results).toContainEqual(expect.objectContaining({ table: 'routers', failed: [] }));
    await module.get(SecretRotation).rotate();
    expect([await underKey('k1'), await underKey('k2')]).toEqual([0, ROWS]);
    const alone = boxOf(newKey);
    for (const [id, value] of await sealed()) {
      expect(alone.open(value, place(id))).toBe(changed.get(id) ?? `word-${id}`);
    }
  });

  it('does nothing the second time', async () => {
    const before = await sealed();
    expect((await module.get(SecretRotation).rotate()).every(({ resealed }) => resealed === 0)).toBe(true);
    expect(await sealed()).toEqual(before);
  });

  it('names values that no key opens and goes on with the others', async () => {
    const [broken = '', stolen = '', fine = ''] = ids;
    const update = 'update routers set password_sealed = $2 where id = $1';
    await database.execute(update, [broken, boxOf(key('k0')).seal('x', place(broken))]);
    await database.execute(update, [stolen, old.seal('x', place(fine))]);
    await database.execute(update, [fine, old.seal('fine', place(fine))]);
    const results = await module.get(SecretRotation).rotate({ batch: 1 });
    const result = results.find(({ table }) => table === 'routers');
    expect(result?.resealed).toBe(1);
    expect(new Set(result?.failed)).toEqual(new Set([broken, stolen]));
    expect(module.get(SecretBox).open((await sealed()).get(fine) ?? '', place(fine))).toBe('fine');
    expect(await module.get(SecretRotation).status()).toContainEqual({
      table: 'routers',
      column: 'password_sealed',
      kid: 'k0',
      rows: 1,
      current: false,
      known: false,
    });
  });

  it('knows every column of the schema that holds sealed values', async () => {
    const declared = sealedColumns().map(({ table, column }) => `${table}.${column}`);
    const inSchema = await database.query<{ name: string }>(
      `select table_name || '.' || column_name as name from information_schema.columns
       where table_schema = 'public' and (column_name like '%\\_sealed' or table_name || column_name = 'user_totpsecret')`,
    );
    expect(inSchema.length).toBeGreaterThanOrEqual(5);
    expect([...declared].sort()).toEqual(inSchema.map(({ name }) => name).sort());
  });
});
