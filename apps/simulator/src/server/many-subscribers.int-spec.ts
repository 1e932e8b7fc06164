import { monitorEventLoopDelay } from 'node:perf_hooks';
import { type SimulatedRouter, startRouter } from '../index';
import { RawClient } from '../testing/raw-client';

const SECRETS = 10_000;
const SESSIONS = 5_000;
let router: SimulatedRouter;

beforeAll(async () => {
  const secrets = Array.from({ length: SECRETS }, (_, i) => ({
    name: `user${i}`,
    password: `${i}`,
    profile: 'default',
  }));
  router = await startRouter({ version: '7.20', rows: { '/ppp/secret': secrets } });
  for (let i = 0; i < SESSIONS; i++) router.ppp.dial({ name: `user${i}`, password: `${i}`, callerId: `c${i}` });
}, 60_000);

afterAll(async () => {
  await router.close();
});

it('10,000 secrets and 5,000 sessions are printed while others are served', async () => {
  expect(router.rows('/ppp/active')).toHaveLength(SESSIONS);
  const big = await RawClient.open(router.port, { name: 'admin', password: 'secret' });
  const small = await RawClient.open(router.port, { name: 'admin', password: 'secret' });
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  big.send('/ppp/secret/print', '.tag=a');
  big.send('/interface/print', '.tag=b');
  const order: string[] = [];
  const printed = (async () => {
    let done = 0;
    while (done < 2) if ((await big.next(20_000))?.[0] === '!done') done++;
    order.push('big');
  })();
  await small.ask('/system/identity/print');
  order.push('small');
  await printed;
  delay.disable();
  expect(order).toEqual(['small', 'big']);
  if (process.env.SIMULATOR_MEASURE !== undefined) process.stderr.write(`longest pause ${delay.max / 1e6} ms\n`);
  big.close();
  small.close();
}, 60_000);

it('a long filter over 10,000 secrets lets others in between', async () => {
  const names = Array.from({ length: 200 }, (_, i) => `?name=user${i * 7}`);
  const big = await RawClient.open(router.port, { name: 'admin', password: 'secret' });
  const small = await RawClient.open(router.port, { name: 'admin', password: 'secret' });
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const order: string[] = [];
  const filtered = big.ask('/ppp/secret/print', '=.proplist=name', ...names, `?#${'|'.repeat(199)}`).then((rows) => {
    order.push('big');
    return rows;
  });
  await small.ask('/system/identity/print');
  order.push('small');
  expect((await filtered).rows).toHaveLength(200);
  delay.disable();
  expect(order).toEqual(['small', 'big']);
  if (process.env.SIMULATOR_MEASURE !== undefined) process.stderr.write(`longest pause ${delay.max / 1e6} ms\n`);
  big.close();
  small.close();
}, 60_000);

it.each([
  ['print =follow=', ['/ppp/secret/print', '=follow=']],
  ['print =interval=', ['/ppp/secret/print', '=interval=1h']],
])(
  '%s of 10,000 rows lets others in between, and ends by /cancel',
  async (_what, words) => {
    const big = await RawClient.open(router.port, { name: 'admin', password: 'secret' });
    const small = await RawClient.open(router.port, { name: 'admin', password: 'secret' });
    const order: string[] = [];
    big.send(...words, '.tag=a');
    const printed = (async () => {
      for (let rows = 0; rows < SECRETS; rows++) expect((await big.next(20_000))?.[0]).toBe('!re');
      order.push('big');
    })();
    await small.ask('/system/identity/print');
    order.push('small');
    await printed;
    expect(order).toEqual(['small', 'big']);
    big.send('/cancel', '=tag=a', '.tag=b');
    const ends = [await big.next(), await big.next(), await big.next()].map((sentence) => sentence?.slice(0, 2));
    expect(ends).toEqual([
      ['!trap', '.tag=a'],
      ['!done', '.tag=b'],
      ['!done', '.tag=a'],
    ]);
    router.run('/ppp/secret/set', '=.id=user0', '=comment=nobody listens');
    expect((await big.ask('/system/identity/print')).words).toEqual(['!re', '!done']);
    big.close();
    small.close();
  },
  60_000,
);

it('what changes while a followed table is being printed is told', async () => {
  const api = await RawClient.open(router.port, { name: 'admin', password: 'secret' });
  api.send('/ppp/secret/print', '=follow=', '=.proplist=name,comment', '.tag=a');
  expect((await api.next())?.[0]).toBe('!re');
  router.run('/ppp/secret/set', '=.id=user1', '=comment=changed meanwhile');
  const told = ['!re', '.tag=a', '=name=user1', '=comment=changed meanwhile'];
  for (let row = await api.next(); ; row = await api.next()) if (String(row) === String(told)) break;
  api.close();
}, 60_000);

it('REST gives 10,000 rows while others are served', async () => {
  await router.enableService('www');
  const longest = jest.spyOn(JSON, 'stringify');
  const small = await RawClient.open(router.port, { name: 'admin', password: 'secret' });
  const order: string[] = [];
  const authorization = `Basic ${Buffer.from('admin:secret').toString('base64')}`;
  const listed = fetch(`http://127.0.0.1:${router.portOf('www')}/rest/ppp/secret`, { headers: { authorization } })
    .then((response) => response.json() as Promise<unknown[]>)
    .then((rows) => {
      order.push('big');
      return rows;
    });
  await router.until(() => router.commands.at(-1)?.command === '/ppp/secret/print');
  await small.ask('/system/identity/print');
  order.push('small');
  expect(await listed).toHaveLength(SECRETS);
  expect(order).toEqual(['small', 'big']);
  // why: the rows are made in steps already; their text has to be as well
  const lists = longest.mock.calls.map(([value]: unknown[]) => (Array.isArray(value) ? value.length : 0));
  longest.mockRestore();
  expect(Math.max(...lists)).toBeLessThanOrEqual(250);
  expect(lists.filter((length) => length > 0)).toHaveLength(SECRETS / 250);
  small.close();
}, 60_000);
