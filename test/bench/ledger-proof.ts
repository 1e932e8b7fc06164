import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { BillingConfig, BillingModule, BillingRunService, LedgerProofService } from '@app/billing';
import { PlatformModule } from '@app/platform';
import { BenchDatabase } from './invoice-run/bench-database';
import { AS_OF } from './invoice-run/scene.sql';

@Module({})
class BenchModule {}

/**
 * The proof of the books (I1 to I7) over so many invoices, half of them paid, against one plain pass over the same tables
 * with the same hashing. The last line of stdout is the result as JSON.
 */
const PAYMENTS_SQL = [
  `create temporary table paid as select id, site_id, customer_id, total_amount, gen_random_uuid() as payment,
          gen_random_uuid() as txn, row_number() over (order by id) as seq from invoices where seq % 2 = 0`,
  `update invoices i set paid_amount = i.total_amount, status = 'PAID', closed_at = now(), paid_on = current_date
     from paid p where p.id = i.id`,
  `insert into payments (id, site_id, customer_id, series, seq, number, method, currency, amount, received_at, recorded_at,
          recorded_by, recorded_by_name, cash_account)
   select payment, site_id, customer_id, 'KW', seq, 'KW' || seq, 'CASH', 'IDR', total_amount, now(), now(), 'b', 'b',
          'CASH.OFFICE' from paid`,
  `insert into payment_allocations (payment_id, invoice_id, amount, currency) select payment, id, total_amount, 'IDR' from paid`,
  'begin',
  `insert into ledger_transactions (id, ref_type, ref_id, posted_on, occurred_at, currency)
   select txn, 'PAYMENT', payment, current_date, now(), 'IDR' from paid`,
  `insert into ledger_entries (txn_id, posted_on, account, customer_id, amount, currency)
   select txn, current_date, a.account, customer_id, a.sign * total_amount, 'IDR'
     from paid cross join (values ('AR', -1), ('CASH.OFFICE', 1)) as a (account, sign)`,
  'commit',
];

const FLOOR_SQL = `
  with texts as (
    select invoice_id, sha256(convert_to(string_agg(concat_ws('|', line_no, description, net_amount, tax_amount), E'\\n'
             order by line_no), 'UTF8')) as digest, sum(net_amount) as net from invoice_lines group by invoice_id)
  select (select count(*) from invoices i join texts t on t.invoice_id = i.id
           where sha256(t.digest || convert_to(concat_ws('|', i.number, i.customer, i.issuer), 'UTF8')) is null) as changed,
         (select count(*) from (select txn_id from ledger_entries group by txn_id having sum(amount) <> 0) t) as unbalanced,
         (select count(*) from (select customer_id from ledger_entries group by customer_id, account) c) as customers`;

function option(name: string, otherwise: number): number {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

async function boot(url: string): ReturnType<typeof NestFactory.createApplicationContext> {
  Object.assign(process.env, {
    ...{ NODE_ENV: 'test', TEST_CLOCK: 'true', REDIS_URL: '', DATABASE_SLOW_QUERY_MS: '600000', DATABASE_URL: url },
    SECRET_KEYS: `bench:${Buffer.alloc(32, 7).toString('base64')}`,
  });
  const imports = [PlatformModule.forRoot('bench', [BillingConfig]), BillingModule];
  return NestFactory.createApplicationContext({ module: BenchModule, imports }, { logger: ['error', 'warn'] });
}

async function main(): Promise<void> {
  const [size, rounds] = [option('size', 100_000), option('rounds', 5)];
  const serverUrl = process.env.BENCH_DATABASE_URL;
  if (!serverUrl) throw new Error('BENCH_DATABASE_URL is not set: use `npm run bench -- ledger-proof`');
  const database = await BenchDatabase.create(serverUrl);
  const app = await boot(database.url);
  try {
    await database.seed(size);
    await app.get(BillingRunService).run({ asOf: new Date(AS_OF), trigger: 'MANUAL', requestedBy: 'bench' });
    for (const sql of PAYMENTS_SQL) await database.client.query(sql);
    await database.client.query('analyze');
    const [product, floor]: [number[], number[]] = [[], []];
    let entries = 0;
    for (let n = 0; n <= rounds; n++) {
      const floorMs = await timed(() => database.client.query(FLOOR_SQL));
      const productMs = await timed(async () => {
        const proof = await app.get(LedgerProofService).prove();
        if (!proof.proved || proof.invoices !== size) throw new Error('the books do not hold');
        entries = proof.entries;
      });
      if (n === 0) continue;
      product.push(productMs);
      floor.push(floorMs);
    }
    const [productMs, floorMs] = [Math.round(median(product)), Math.round(median(floor))];
    const ratio = Number((productMs / floorMs).toFixed(2));
    const result = { bench: 'ledger-proof', size, productMs, floorMs, ratio, entries, rounds };
    process.stdout.write(`${JSON.stringify(result)}\n`);
  } finally {
    await app.close();
    await database.drop();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
