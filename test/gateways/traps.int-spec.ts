import { type CallbackInput, type CheckoutCreated, type GatewayCredentials, type PaymentGateway } from '@app/payments';
import { type ProviderName } from '../../apps/simulator/src/payments';
import { GATEWAY_CASES } from './gateway-cases';
import { GatewayWorld } from './gateway-world';

let world: GatewayWorld;
beforeEach(async () => {
  world = await GatewayWorld.start();
});
afterEach(() => world.close());

function open(name: string): { gateway: PaymentGateway; account: GatewayCredentials; provider: ProviderName } {
  const one = GATEWAY_CASES.find((candidate) => candidate.name === name);
  if (one === undefined) throw new Error(name);
  const baseUrl = world.simulator.baseUrl(one.provider);
  const account = { accountId: 'a', environment: 'SANDBOX' as const, baseUrl, ...one.settings(world.simulator) };
  return { gateway: world.gateway(one.provider), account, provider: one.provider };
}

async function paidCallback(name: string, channel: string): Promise<{ input: CallbackInput; text: string }> {
  const { gateway, account } = open(name);
  const request = world.request(channel);
  await gateway.createCheckout(account, request);
  await world.simulator.pay(world.orderOf(request.merchantOrderId));
  const input = world.last();
  return { input, text: input.rawBody.toString('utf8') };
}

const withBody = (input: CallbackInput, text: string, contentType = input.contentType): CallbackInput => ({
  ...input,
  rawBody: Buffer.from(text),
  contentType,
});

describe('duitku callbacks', () => {
  it.each([
    ['a field twice', (text: string) => `${text}&amount=1`],
    ['an array', (text: string) => text.replace('amount=', 'amount[]=')],
    ['no result', (text: string) => text.replace(/resultCode=00&/, '')],
  ])('%s is malformed', async (_, change) => {
    const { gateway, account } = open('duitku v2');
    const { input, text } = await paidCallback('duitku v2', 'BC');
    expect(gateway.verifyCallback(account, withBody(input, change(text)))).toEqual({ ok: false, reason: 'malformed' });
  });

  it('come as forms only', async () => {
    const { gateway, account } = open('duitku v2');
    const { input, text } = await paidCallback('duitku v2', 'BC');
    for (const type of ['text/plain', 'application/json', undefined]) {
      const other = { ...withBody(input, text), contentType: type };
      expect(gateway.verifyCallback(account, other)).toEqual({ ok: false, reason: 'malformed' });
    }
  });

  it('only exactly 00 claims to be paid, and even that is unsigned', async () => {
    const { gateway, account } = open('duitku v2');
    const { input, text } = await paidCallback('duitku v2', 'BC');
    for (const code of ['01', '02', '0', '000']) {
      const result = gateway.verifyCallback(
        account,
        withBody(input, text.replace('resultCode=00', `resultCode=${code}`)),
      );
      expect(result).toMatchObject({ ok: true, notice: { claimedState: 'failed', trusted: 'unsigned-status' } });
    }
  });

  it('are verified by the one algorithm that is set, never by whichever fits', async () => {
    const { input } = await paidCallback('duitku v2, old digests', 'BC');
    const { gateway, account } = open('duitku v2');
    expect(gateway.verifyCallback(account, input)).toEqual({ ok: false, reason: 'bad-signature' });
  });
});

describe('midtrans callbacks', () => {
  it('what claims to be settled under another code than the signed 200 is hearsay', async () => {
    const { gateway, account } = open('midtrans');
    const request = world.request('bca_va');
    await gateway.createCheckout(account, request);
    await world.simulator.notify(world.orderOf(request.merchantOrderId), 'pending');
    const input = world.last();
    const forged = withBody(input, input.rawBody.toString('utf8').replace('"pending"', '"settlement"'));
    expect(gateway.verifyCallback(account, forged)).toMatchObject({ ok: true, notice: { trusted: 'unsigned-status' } });
  });

  it('an id that is a path is malformed; a name twice is malformed', async () => {
    const { gateway, account } = open('midtrans');
    const { input, text } = await paidCallback('midtrans', 'bca_va');
    const path = text.replace(/"transaction_id":"[^"]*"/, '"transaction_id":"../../x"');
    expect(gateway.verifyCallback(account, withBody(input, path))).toEqual({ ok: false, reason: 'malformed' });
    const twice = text.replace('{', '{"transaction_status":"cancel",');
    expect(gateway.verifyCallback(account, withBody(input, twice))).toEqual({ ok: false, reason: 'malformed' });
  });
});

it('stripe: an old event is stale, another kind of event irrelevant, a live one in the sandbox foreign', async () => {
  const { gateway, account } = open('stripe');
  const { input } = await paidCallback('stripe', 'card');
  const later = { ...input, receivedAt: new Date(input.receivedAt.getTime() + 302_000) };
  expect(gateway.verifyCallback(account, later)).toEqual({ ok: false, reason: 'stale' });
  const production = { ...account, environment: 'PRODUCTION' as const };
  expect(gateway.verifyCallback(production, input)).toEqual({ ok: false, reason: 'wrong-merchant' });
});

it('tripay: the raw bytes are signed, PHP escapes and all', async () => {
  const { gateway, account } = open('tripay');
  const { input, text } = await paidCallback('tripay', 'QRIS');
  expect(text).toContain('\\/');
  const anew = withBody(input, JSON.stringify(JSON.parse(text)));
  expect(gateway.verifyCallback(account, anew)).toEqual({ ok: false, reason: 'bad-signature' });
  expect(gateway.ackFor('accepted').body).toBe('{"success":true}');
});

describe('xendit refunds of the dashboard', () => {
  it('are told by their own notice, and counted where somebody asks for them', async () => {
    const { gateway, account } = open('xendit');
    const request = world.request('BCA');
    const { providerRef } = (await gateway.createCheckout(account, request)) as CheckoutCreated;
    const order = world.orderOf(request.merchantOrderId);
    await world.simulator.pay(order);
    const ref = { merchantOrderId: request.merchantOrderId, providerRef, currency: 'IDR' };
    expect(await gateway.queryStatus(account, { ...ref, wantsRefunds: true })).not.toHaveProperty('refunded');
    await world.simulator.refund(order, 40_000);
    const told = gateway.verifyCallback(account, world.last());
    const part = { amount: 40_000n, currency: 'IDR' };
    expect(told).toMatchObject({ ok: true, notice: { providerRef, refunded: part, trusted: 'unsigned-status' } });
    const other = { ...account, settings: { ...account.settings, businessId: '5fff' } };
    expect(gateway.verifyCallback(other, world.last())).toEqual({ ok: false, reason: 'wrong-merchant' });
    expect(await gateway.queryStatus(account, ref)).not.toHaveProperty('refunded');
    const asked = { ...ref, wantsRefunds: true };
    expect(await gateway.queryStatus(account, asked)).toMatchObject({ state: 'paid', refunded: part });
    await world.simulator.refund(order);
    expect(await gateway.queryStatus(account, asked)).toMatchObject({
      state: 'refunded',
      refunded: { amount: request.amount.amount },
    });
  });
});

describe('the simulator', () => {
  it('repeats a callback that is not accepted, and gives up', async () => {
    const { gateway, account } = open('duitku v2');
    const request = world.request('BC', { callbackUrl: `${world.simulator.url}/duitku/nothing` });
    await gateway.createCheckout(account, request);
    await world.simulator.pay(world.orderOf(request.merchantOrderId));
    await world.simulator.callbacks.idle();
    expect(world.simulator.callbacks.log.map(({ attempt, status }) => [attempt, status])).toEqual([
      [1, 404],
      [2, 404],
      [3, 404],
    ]);
  });

  it('sends a callback before it has answered, doubled and out of order', async () => {
    const { gateway, account } = open('duitku v2');
    world.simulator.faults.add({ provider: 'duitku', operation: 'create', kind: 'early-callback', times: 1 });
    const request = world.request('BC');
    const pending = gateway.createCheckout(account, request);
    expect(await pending).toMatchObject({ outcome: 'created' });
    expect(world.received).toHaveLength(1);
    await world.simulator.pay(world.orderOf(request.merchantOrderId), { copies: 2, notices: ['failed', 'paid'] });
    expect(world.received).toHaveLength(5);
  });

  it('blocks who polls: 429, then 403 until the block ends', async () => {
    const { gateway, account } = open('duitku v2');
    world.simulator.queryLimits.duitku.options = { calls: 1, windowMs: 60_000, blockMs: 60_000 };
    const request = world.request('BC');
    const made = (await gateway.createCheckout(account, request)) as CheckoutCreated;
    const ask = async () =>
      (await gateway.queryStatus(account, { ...request, providerRef: made.providerRef, currency: 'IDR' })).cause;
    expect([await ask(), await ask(), await ask()]).toEqual([undefined, 'rate-limited', 'refused']);
  });

  it('v2 accepts an order id again with the same reference and another number; POP another amount never', async () => {
    const v2 = open('duitku v2');
    const request = world.request('BC');
    const [first, second] = [
      (await v2.gateway.createCheckout(v2.account, request)) as CheckoutCreated,
      (await v2.gateway.createCheckout(v2.account, request)) as CheckoutCreated,
    ];
    expect(second.providerRef).toBe(first.providerRef);
    expect(second.vaNumber).not.toBe(first.vaNumber);
    const pop = open('duitku pop');
    const order = world.request('BC');
    await pop.gateway.createCheckout(pop.account, order);
    const other = await pop.gateway.createCheckout(pop.account, { ...order, amount: order.amount.plus(order.amount) });
    expect(other).toEqual({ outcome: 'unknown', cause: 'exists' });
  });

  it('knows nothing of a POP invoice before a channel is chosen', async () => {
    const { gateway, account } = open('duitku pop');
    const request = world.request(undefined);
    const made = (await gateway.createCheckout(account, request)) as CheckoutCreated;
    const ref = { ...request, providerRef: made.providerRef, currency: 'IDR' };
    expect(await gateway.queryStatus(account, ref)).toMatchObject({ state: 'unknown', cause: 'not-found' });
    world.simulator.choose(world.orderOf(request.merchantOrderId), 'M2');
    expect(await gateway.queryStatus(account, ref)).toMatchObject({ state: 'pending' });
  });

  it('is steered over HTTP, shows its pages and hands out its report', async () => {
    const { gateway, account } = open('duitku v2');
    const request = world.request('BC');
    await gateway.createCheckout(account, request);
    const { id } = world.orderOf(request.merchantOrderId);
    const post = (path: string, body: object) =>
      fetch(`${world.simulator.url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    expect(await (await fetch(`${world.simulator.url}/pay/${id}`)).text()).toContain(request.merchantOrderId);
    expect(await (await post(`/control/orders/${id}/pay`, {})).json()).toMatchObject({ status: 'PAID' });
    expect((await post(`/control/orders/${id}/expire`, {})).status).toBe(409);
    expect((await post('/control/faults', { provider: 'duitku', operation: 'x', kind: 'redirect' })).status).toBe(400);
    const csv = await (await fetch(`${world.simulator.url}/reports/duitku.csv`)).text();
    expect(csv.split('\r\n')[1]).toContain(`${request.merchantOrderId},`);
    expect(await (await fetch(world.simulator.url)).text()).toContain(request.merchantOrderId);
  });
});
