import { expectThat, type StoryApi, waitFor } from './story-api';
import { type RouterRow } from './story-router';
import {
  buildWorld,
  clearAway,
  STORY_SUBSCRIBERS,
  type StorySubscriber,
  type StorySystem,
  type StoryWorld,
} from './story-world';

interface Invoice {
  id: string;
  number: string;
  customerId: string;
  status: string;
  total: { amount: string; currency: string };
  dueOn: string;
  isolirAt: string;
}

interface RunResult {
  run: { invoiceCount: number } | null;
}

interface Proof {
  proved: boolean;
  violations: number;
  invoices: number;
  entries: number;
  ledgerSum: string;
}

const UNPAID = 3;
const BACK_ONLINE_MS = 1_000;

/**
 * The main job, step by step: due subscriptions, invoices, isolation, payment, back online.
 *
 * @throws StoryFailure at the first thing that is not so
 */
export async function playMainJob(system: StorySystem): Promise<void> {
  const { api, tell } = system;
  tell('— 1. An internet provider —');
  const world = await buildWorld(system);
  tell('— 2. The billing run, twice —');
  const invoices = await billTwice(system, world);
  tell('— 3. Most pay, three do not —');
  const late = world.subscribers.slice(0, UNPAID);
  for (const one of world.subscribers.slice(UNPAID)) await pay(api, one, invoiceOf(invoices, one));
  tell(`${STORY_SUBSCRIBERS - UNPAID} paid in cash; unpaid: ${late.map((one) => one.username).join(', ')}`);
  tell('— 4. Their grace passes —');
  await isolate(system, world, late, invoices);
  tell('— 5. One of them pays —');
  await payAndReturn(system, world, late, invoices);
  tell('— 6. The books —');
  const proof = await prove(api);
  tell(
    `ledger sum ${proof.ledgerSum}, ${proof.invoices} invoices, ${proof.entries} entries, violations ${proof.violations}`,
  );
  await clearAway(api, world);
}

async function billTwice({ api, tell }: StorySystem, { siteId }: StoryWorld): Promise<Invoice[]> {
  const run = async (): Promise<number> => {
    const result = await api.job<RunResult>('/billing/runs', { siteId, dryRun: false });
    return result.run?.invoiceCount ?? 0;
  };
  tell(`first run: ${await run()} invoices`);
  const again = await run();
  tell(`second run: ${again} invoices`);
  expectThat(again === 0, 'the second run makes no invoice');
  const { items } = await api.get<{ items: Invoice[] }>(`/invoices?siteId=${siteId}&limit=200&sort=number`);
  expectThat(items.length === STORY_SUBSCRIBERS, `there are ${STORY_SUBSCRIBERS} invoices, not ${items.length}`);
  tell(`from ${items.slice(0, 1).map(invoiceText).join()}`);
  tell(`to   ${items.slice(-1).map(invoiceText).join()}`);
  const numbers = items.map(({ number }) => Number(number.split('/').at(-1)));
  expectThat(
    numbers.every((seq, index) => seq === index + 1),
    'the numbers have no gap',
  );
  await prove(api);
  return items;
}

async function isolate(
  { api, tell }: StorySystem,
  { router, subscribers }: StoryWorld,
  late: readonly StorySubscriber[],
  invoices: readonly Invoice[],
): Promise<void> {
  for (const one of late) tell(`before  ${rowText(await router.row('/ppp/secret', one.username))}`);
  const isolirAt =
    late
      .map((one) => invoiceOf(invoices, one).isolirAt)
      .sort()
      .at(-1) ?? '';
  await api.post('/test/clock', { now: new Date(Date.parse(isolirAt) + 60_000).toISOString() });
  tell(`the clock says ${isolirAt}`);
  await api.post('/job-schedules/billing.dunning/run');
  for (const one of late) {
    await waitFor(`${one.username} is isolated`, 30_000, async () =>
      (await router.session(one.username)) === 'isolir' ? true : undefined,
    );
    const row = await router.row('/ppp/secret', one.username);
    tell(`after   ${rowText(row)}`);
    expectThat(row?.disabled !== 'true', 'an isolated subscriber can still dial in');
  }
  for (const one of subscribers.slice(UNPAID)) {
    const row = await router.row('/ppp/secret', one.username);
    expectThat(row?.profile !== 'isolir', `${one.username}, who has paid, is not isolated`);
  }
}

async function payAndReturn(
  { api, tell }: StorySystem,
  { router }: StoryWorld,
  late: readonly StorySubscriber[],
  invoices: readonly Invoice[],
): Promise<void> {
  const [lucky, ...others] = late;
  if (!lucky) return;
  const paidAt = performance.now();
  await pay(api, lucky, invoiceOf(invoices, lucky));
  await waitFor(`${lucky.username} is back online`, 30_000, async () => {
    const profile = await router.session(lucky.username);
    return profile !== undefined && profile !== 'isolir' ? true : undefined;
  });
  const took = Math.round(performance.now() - paidAt);
  tell(`after   ${rowText(await router.row('/ppp/secret', lucky.username))}`);
  tell(`back online ${took} ms after the payment was sent`);
  expectThat(took < BACK_ONLINE_MS, `back online in under ${BACK_ONLINE_MS} ms`);
  for (const one of others) {
    const row = await router.row('/ppp/secret', one.username);
    expectThat(row?.profile === 'isolir', `${one.username} stays isolated`);
  }
}

async function pay(api: StoryApi, { customerId }: StorySubscriber, invoice: Invoice): Promise<void> {
  const body = { customerId, amount: invoice.total, method: 'CASH', invoiceId: invoice.id };
  await api.post('/payments', body, { 'idempotency-key': `story-${invoice.id}` });
}

async function prove(api: StoryApi): Promise<Proof> {
  const proof = await api.get<Proof>('/ledger/proof');
  expectThat(proof.proved && proof.ledgerSum === '0', `the ledger is proved: ${JSON.stringify(proof)}`);
  return proof;
}

function invoiceOf(invoices: readonly Invoice[], { customerId, name }: StorySubscriber): Invoice {
  const invoice = invoices.find((one) => one.customerId === customerId);
  expectThat(invoice !== undefined, `${name} has an invoice`);
  return invoice;
}

function invoiceText({ number, total, dueOn }: Invoice): string {
  return `${number} over ${total.amount} ${total.currency}, due ${dueOn}`;
}

function rowText(row: RouterRow | undefined): string {
  if (!row) return '(no such secret)';
  return `name=${row.name ?? ''} profile=${row.profile ?? ''} disabled=${row.disabled ?? ''} comment=${row.comment ?? ''}`;
}
