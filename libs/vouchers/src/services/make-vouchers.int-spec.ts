import { type INestApplicationContext } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { uuidv7 } from '@app/core';
import { Database, PlatformModule } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { SubscriberRows } from '../../../../test/support/pppoe/subscribers';
import { CODE_ALPHABETS, type CodeStyle } from '../domain/code-style';
import { VoucherMakerRepository } from '../repositories/voucher-maker.repository';
import { MakeVouchersService } from './make-vouchers.service';
import { VoucherMarks } from './voucher-marks.service';

const STYLE: CodeStyle = { prefix: 'W', length: 10, alphabet: 'MIXED', passwordMode: 'SAME' };

describe('requirement 19: a batch of vouchers', () => {
  let testDatabase: TestDatabase;
  let app: INestApplicationContext;
  let database: Database;
  let maker: MakeVouchersService;
  let siteId: string;
  let profileId: string;

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    process.env.DATABASE_URL = testDatabase.url;
    process.env.SECRET_KEYS = `k1:${Buffer.alloc(32, 1).toString('base64')}`;
    app = await Test.createTestingModule({
      imports: [PlatformModule.forRoot('vouchers-test', [])],
      providers: [
        MakeVouchersService,
        VoucherMakerRepository,
        { provide: VoucherMarks, useValue: { batch: () => Promise.resolve() } },
      ],
    }).compile();
    await app.init();
    database = app.get(Database);
    maker = app.get(MakeVouchersService);
    [siteId, profileId] = [uuidv7(), uuidv7()];
    await database.execute(
      `insert into sites (id, code, name, time_zone) values ($1, 'KDR', 'Kediri', 'Asia/Jakarta')`,
      [siteId],
    );
    await database.execute(
      `insert into hotspot_profiles (id, site_id, code, name, download_kbps, upload_kbps, currency)
       values ($1, $2, 'D1', 'One day', 2048, 1024, 'IDR')`,
      [profileId, siteId],
    );
  });
  afterAll(async () => {
    await app.close();
    await testDatabase.drop();
  });

  async function order(quantity: number, style = STYLE): Promise<string> {
    const id = uuidv7();
    await database.execute(
      `insert into voucher_batches (id, site_id, profile_id, name, code_prefix, code_length, code_alphabet, password_mode,
         quantity, cost_amount, price_amount, currency, created_by, created_by_name, created_at)
       values ($1, $2, $3, 'Test', $4, $5, $6, $7, $8, 3000, 5000, 'IDR', 'test', 'test', now())`,
      [id, siteId, profileId, style.prefix, style.length, style.alphabet, style.passwordMode, quantity],
    );
    return id;
  }

  async function run(batchId: string, quantity: number, style = STYLE, stopAfter = Infinity): Promise<number[]> {
    const stop = new AbortController();
    const seen: number[] = [];
    const progress = async (percent: number): Promise<void> => {
      seen.push(percent);
      if (seen.length >= stopAfter) stop.abort();
      return Promise.resolve();
    };
    await maker.run({ batchId, quantity, style }, { signal: stop.signal, progress });
    return seen;
  }

  const standing = async (batchId: string): Promise<unknown> =>
    database.queryOne(
      `select b.state, b.made, count(v.id)::int as vouchers, count(distinct v.code)::int as codes
       from voucher_batches b left join vouchers v on v.batch_id = b.id where b.id = $1 group by b.id`,
      [batchId],
    );

  it('stands whole, with unique codes and progress', async () => {
    const batch = await order(10_000);
    expect(await run(batch, 10_000)).toEqual([25, 50, 75, 100]);
    expect(await standing(batch)).toEqual({ state: 'READY', made: 10_000, vouchers: 10_000, codes: 10_000 });
  });

  it('goes on where it was cut off, with two runs at once, and makes no voucher too many', async () => {
    const batch = await order(12_000);
    await expect(run(batch, 12_000, STYLE, 2)).rejects.toMatchObject({ code: 'VOUCHERS_INTERRUPTED' });
    expect(await standing(batch)).toMatchObject({ state: 'MAKING', made: 5_000, vouchers: 5_000 });
    await Promise.all([run(batch, 12_000), run(batch, 12_000)]);
    expect(await standing(batch)).toEqual({ state: 'READY', made: 12_000, vouchers: 12_000, codes: 12_000 });
    await run(batch, 12_000);
    expect(await standing(batch)).toMatchObject({ made: 12_000, vouchers: 12_000 });
  });

  it('leaves out codes that exist, and says so when none are left', async () => {
    const narrow: CodeStyle = { prefix: 'N', length: 2, alphabet: 'DIGITS', passwordMode: 'SAME' };
    await database.execute(`alter table voucher_batches drop constraint ck_voucher_batches_code`);
    const first = await order(50, narrow);
    await run(first, 50, narrow);
    expect(await standing(first)).toEqual({ state: 'READY', made: 50, vouchers: 50, codes: 50 });
    const rest = await order(50, narrow);
    await database.execute(
      `insert into vouchers (id, site_id, profile_id, code, provisioned, cost_amount, price_amount, currency, created_at)
       select gen_random_uuid(), $1, $2, 'N' || lpad(n::text, 2, '0'), true, 0, 0, 'IDR', now() from generate_series(0, 99) n
       on conflict (code) do nothing`,
      [siteId, profileId],
    );
    await expect(run(rest, 50, narrow)).rejects.toMatchObject({ code: 'VOUCHERS_CODES_EXHAUSTED' });
    expect(await standing(rest)).toMatchObject({ state: 'MAKING', made: 0 });
  });

  it('seals passwords of their own', async () => {
    const batch = await order(3, { ...STYLE, passwordMode: 'OWN' });
    await run(batch, 3, { ...STYLE, passwordMode: 'OWN' });
    const rows = await database.query<{ sealed: string | null }>(
      `select password_sealed as sealed from vouchers where batch_id = $1`,
      [batch],
    );
    expect(rows).toHaveLength(3);
    for (const { sealed } of rows) expect(sealed).not.toMatch(new RegExp(`^[${CODE_ALPHABETS.MIXED}]{6}$`));
  });

  it('leaves out a code that is the log-in name of a member', async () => {
    const members = new SubscriberRows(database);
    const subscriptionId = await members.subscription(siteId, await members.plan('WIFI'));
    await database.execute(
      `insert into hotspot_accounts (id, subscription_id, site_id, username, password_sealed) values ($1, $2, $3, 'siti', 'x')`,
      [uuidv7(), subscriptionId, siteId],
    );
    const batchId = await order(2);
    const made = ['siti', 'Wtiti'].map((code) => ({ id: uuidv7(), code, passwordSealed: null }));
    expect(await app.get(VoucherMakerRepository).insert(batchId, made)).toBe(1);
    const rows = await database.query(`select code from vouchers where batch_id = $1`, [batchId]);
    expect(rows).toEqual([{ code: 'Wtiti' }]);
  });
});
