import { Module } from '@nestjs/common';
import { type TestingModule } from '@nestjs/testing';
import { Client } from 'pg';
import { AuditChainer, AuditLog, AuditVerifier, Database, SignDailyHeads } from '@app/platform';
import { createTestDatabase, createTestModule, type TestDatabase } from '@app/testing';
import { forgeFrom } from './support/forge-audit-chain';

@Module({ providers: [SignDailyHeads] })
class AuditWork {}

interface Row {
  seq: string;
  id: string;
  hash: Buffer;
  prev_hash: Buffer;
}

describe('L2 the audit log is append-only and every later change is found', () => {
  let testDatabase: TestDatabase;
  let module: TestingModule;
  let superuser: Client;
  let database: Database;

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    process.env.AUDIT_SIGNING_KEY = 'a key that only this test signs the audit log with';
    module = await createTestModule({ database: testDatabase, imports: [AuditWork] });
    database = module.get(Database);
    superuser = new Client({ connectionString: testDatabase.url });
    await superuser.connect();
    await record(20);
  });
  afterAll(async () => {
    await superuser.end();
    await module.close();
    await testDatabase.drop();
    Reflect.deleteProperty(process.env, 'AUDIT_SIGNING_KEY');
  });

  const verify = () => module.get(AuditVerifier).verify();
  const chain = () => module.get(AuditChainer).chainAll();
  const rowAt = async (seq: number): Promise<Row> => {
    const { rows } = await superuser.query<Row>('select seq, id, hash, prev_hash from audit_log where seq = $1', [seq]);
    if (!rows[0]) throw new Error(`no row ${seq}`);
    return rows[0];
  };

  async function record(count: number): Promise<void> {
    for (let at = 0; at < count; at++) {
      await module.get(AuditLog).record({
        action: 'payment.recorded',
        subject: { type: 'payment', id: String(at) },
        before: { due: 100_000n },
        after: { amount: 1_000n * BigInt(at), note: 'é 😀 "x"', password: 'never' },
      });
    }
    await chain();
  }

  /** Does what somebody with all rights on the database could do, looks what the verifier says, and takes it back. */
  async function tampered(statements: readonly string[]): Promise<Awaited<ReturnType<typeof verify>>> {
    await superuser.query('set session_replication_role = replica');
    const backup = ['audit_log', 'audit_heads', 'audit_daily_heads'];
    for (const table of backup) await superuser.query(`create temp table saved_${table} as select * from ${table}`);
    try {
      for (const statement of statements) await superuser.query(statement);
      return await verify();
    } finally {
      for (const table of backup) {
        await superuser.query(`delete from ${table}`);
        await superuser.query(`insert into ${table} select * from saved_${table}`);
        await superuser.query(`drop table saved_${table}`);
      }
      await superuser.query('set session_replication_role = origin');
      expect(await verify()).toMatchObject({ ok: true });
    }
  }

  it('chains every row without a gap, from the first on', async () => {
    const { rows } = await superuser.query<Row>('select seq, hash, prev_hash from audit_log order by seq');
    expect(rows.map((row) => Number(row.seq))).toEqual(rows.map((_, at) => at + 1));
    for (const [at, row] of rows.entries()) {
      expect(row.prev_hash.toString('hex')).toBe((rows[at - 1]?.hash ?? Buffer.alloc(32)).toString('hex'));
    }
    expect(await verify()).toMatchObject({ ok: true, checked: rows.length, pending: 0, finding: null });
  });

  it('keeps no secret in before and after', async () => {
    const { rows } = await superuser.query(`select 1 from audit_log where after::text like '%never%'`);
    expect(rows).toHaveLength(0);
  });

  it.each([
    `update audit_log set action = 'x' where seq = 3`,
    'delete from audit_log where seq = 3',
    'truncate audit_log',
    `do $$ declare p text; begin
       for p in select inhrelid::regclass::text from pg_inherits where inhparent = 'audit_log'::regclass loop
         execute 'truncate ' || p; end loop; end $$`,
    `update audit_daily_heads set seq = 1`,
    'truncate audit_daily_heads',
    `update audit_intake set action = 'x'`,
  ])('refuses: %s', async (statement) => {
    await module.get(AuditLog).record({ action: 'waiting' });
    await module.get(SignDailyHeads).handle();
    await module.get(AuditLog).record({ action: 'waiting' });
    await expect(superuser.query(statement)).rejects.toMatchObject({ code: '23001' });
  });

  it('gives PUBLIC nothing, so that a role may only do what it was granted', async () => {
    const role = `auditor_${testDatabase.name}`;
    await superuser.query(
      `create role ${role}; grant insert on audit_intake to ${role}; grant select on audit_log to ${role}`,
    );
    try {
      await superuser.query(`set role ${role}`);
      await superuser.query(
        `insert into audit_intake (id, actor_kind, action, occurred_at) values (gen_random_uuid(), 'system', 'x', now())`,
      );
      for (const statement of [
        'update audit_log set seq = 1',
        'delete from audit_log',
        'truncate audit_log',
        'delete from audit_daily_heads',
      ]) {
        await expect(superuser.query(statement)).rejects.toMatchObject({ code: '42501' });
      }
    } finally {
      await superuser.query(`reset role; drop owned by ${role}; drop role ${role}`);
    }
    await chain();
  });

  it('finds a changed row and names it', async () => {
    const { id } = await rowAt(7);
    const verdict = await tampered([`update audit_log set after = jsonb_set(after, '{amount}', '"1"') where seq = 7`]);
    expect(verdict).toMatchObject({ ok: false, checked: 6, finding: { kind: 'changed', seq: 7n, id } });
  });

  it.each([
    "occurred_at = occurred_at + interval '1 second'",
    `actor_id = 'somebody else'`,
    `ip = '203.0.113.9'`,
    'before = null',
    `subject_id = 'other'`,
  ])('finds a change of %s', async (change) => {
    expect(await tampered([`update audit_log set ${change} where seq = 9`])).toMatchObject({
      finding: { kind: 'changed', seq: 9n },
    });
  });

  it('finds a removed row, in the middle and at the end', async () => {
    expect(await tampered(['delete from audit_log where seq = 5'])).toMatchObject({
      ok: false,
      finding: { kind: 'removed', seq: 5n },
    });
    const { rows } = await superuser.query<{ last: string }>('select max(seq) as last from audit_log');
    const last = rows[0]?.last ?? '';
    expect(await tampered([`delete from audit_log where seq = ${last}`])).toMatchObject({
      ok: false,
      finding: { kind: 'removed', seq: BigInt(last) },
    });
  });

  it('finds a removed row whose place was closed', async () => {
    const verdict = await tampered([
      'delete from audit_log where seq = 5',
      'update audit_log set seq = seq - 1 where seq > 5',
    ]);
    expect(verdict).toMatchObject({ ok: false, finding: { seq: 5n } });
  });

  it('finds two swapped rows, by number and by content', async () => {
    const numbers = 'update audit_log set seq = case seq when 11 then 12 else 11 end where seq in (11, 12)';
    expect(await tampered([numbers])).toMatchObject({ ok: false, finding: { kind: 'swapped', seq: 11n } });
    const content = `update audit_log a set (seq, prev_hash, hash) = (b.seq, b.prev_hash, b.hash)
                       from audit_log b where a.seq in (11, 14) and b.seq = 25 - a.seq`;
    const { id } = await rowAt(14);
    expect(await tampered([content])).toMatchObject({ ok: false, finding: { kind: 'swapped', seq: 11n, id } });
  });

  it('finds a head that was set back with the rows behind it', async () => {
    await module.get(SignDailyHeads).handle();
    const { rows } = await superuser.query<{ seq: string }>('select max(seq) as seq from audit_daily_heads');
    const signed = Number(rows[0]?.seq);
    const verdict = await tampered([
      `delete from audit_log where seq >= ${signed}`,
      `update audit_heads set (seq, hash) = (select seq, hash from audit_log order by seq desc limit 1)`,
    ]);
    expect(verdict).toMatchObject({ ok: false, finding: { kind: 'removed', seq: BigInt(signed) } });
  });

  it('finds a chain that was forged anew behind a change, by the signed head', async () => {
    const rewritten = await tampered(await forgeFrom(superuser, 4, `action = 'nothing.happened'`));
    expect(rewritten).toMatchObject({ ok: false, finding: { kind: 'head' } });
    const resigned = await tampered([
      ...(await forgeFrom(superuser, 4, `action = 'nothing.happened'`)),
      `update audit_daily_heads h set hash = (select hash from audit_log l where l.seq = h.seq)`,
    ]);
    expect(resigned).toMatchObject({ ok: false, finding: { kind: 'signature' } });
  });

  it('checks a time by itself', async () => {
    const from = new Date(Date.now() - 3_600_000);
    expect(await module.get(AuditVerifier).verify({ from })).toMatchObject({ ok: true, firstSeq: 1n });
    expect(await module.get(AuditVerifier).verify({ to: from })).toMatchObject({ ok: true, checked: 0 });
  });

  it('says when entries have been kept out of the chain', async () => {
    await database.execute(
      `insert into audit_intake (id, actor_kind, action, occurred_at) values (gen_random_uuid(), 'system', 'x', now() - interval '1 hour')`,
    );
    expect(await verify()).toMatchObject({ ok: false, pending: 1, finding: { kind: 'unchained' } });
    await chain();
    expect(await verify()).toMatchObject({ ok: true });
  });

  it('is recorded with the transaction or not at all', async () => {
    const count = async () =>
      (await superuser.query(`select 1 from audit_entries where action = 'rolled.back'`)).rowCount;
    const work = database.transaction(async () => {
      await module.get(AuditLog).record({ action: 'rolled.back' });
      throw new Error('no');
    });
    await expect(work).rejects.toThrow('no');
    expect(await count()).toBe(0);
    await database.transaction(() => module.get(AuditLog).record({ action: 'rolled.back' }));
    expect(await count()).toBe(1);
  });

  it('chains once with many chainers at work', async () => {
    await record(1);
    for (let at = 0; at < 50; at++)
      await module.get(AuditLog).record({ action: 'many', subject: { type: 'n', id: String(at) } });
    await Promise.all([chain(), chain(), chain()]);
    await chain();
    expect(await verify()).toMatchObject({ ok: true, pending: 0 });
  });
});
