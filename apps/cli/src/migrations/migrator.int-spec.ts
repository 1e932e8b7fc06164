import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { migrations } from '@app/platform';
import { databaseUrl, onServer } from '@app/testing';
import { diagnose } from '../doctor/doctor';
import { Migrator } from './migrator';

const names = migrations.map((migration) => migration.name);

describe('the migrator', () => {
  const database = `langgan_t_migrator_${randomBytes(4).toString('hex')}`;
  const before = process.env.DATABASE_URL;

  beforeAll(async () => {
    await onServer(`create database ${database}`);
    process.env.DATABASE_URL = databaseUrl(database);
  });
  afterAll(async () => {
    if (before === undefined) delete process.env.DATABASE_URL;
    else process.env.DATABASE_URL = before;
    await onServer(`drop database ${database} with (force)`);
  });

  const textsOf = async (subject: string) =>
    (await diagnose()).filter((finding) => finding.subject === subject).map(({ status, text }) => `${status}: ${text}`);

  it('knows what an empty database lacks', async () => {
    expect(await new Migrator().status()).toEqual({ done: [], pending: names, unknown: [] });
    expect(await textsOf('Migrations')).toEqual([
      `problem: ${names.length} pending`,
      'problem: the queues have no tables',
    ]);
  });

  it('runs each migration once, also when two start at the same moment', async () => {
    const [one, two] = await Promise.all([new Migrator().up(), new Migrator().up()]);
    expect([...one, ...two]).toEqual(names);
    expect(await new Migrator().up()).toEqual([]);
    expect(await textsOf('Migrations')).toEqual([`ok: all ${names.length} are done`]);
  });

  it('takes all of them back, and brings them up again', async () => {
    expect(await new Migrator().down(names.length + 1)).toEqual([...names].reverse());
    expect(await new Migrator().down(1)).toEqual([]);
    expect(await new Migrator().up()).toEqual(names);
  });

  it('notices a database that is newer than the program', async () => {
    const client = new Client({ connectionString: databaseUrl(database) });
    await client.connect();
    await client.query(`insert into schema_migrations (timestamp, name) values (9999999999999, 'Future9999999999999')`);
    await client.end();
    expect(await new Migrator().status()).toEqual({ done: names, pending: [], unknown: ['Future9999999999999'] });
    expect(await textsOf('Migrations')).toEqual([
      'problem: the database is newer than this version (Future9999999999999)',
    ]);
  });
});
