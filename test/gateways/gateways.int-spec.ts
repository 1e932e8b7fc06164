import { Money } from '@app/core';
import {
  type CallbackResult,
  checkSettings,
  type CheckoutCreated,
  type CheckoutRequest,
  type GatewayCredentials,
  type OrderRef,
  type PaymentGateway,
} from '@app/payments';
import { type FaultKind, type Operation } from '../../apps/simulator/src/payments';
import { GATEWAY_CASES, type GatewayCase } from './gateway-cases';
import { GatewayWorld } from './gateway-world';

let world: GatewayWorld;
let gateway: PaymentGateway;
let account: GatewayCredentials;
let everything: string[];

beforeAll(async () => {
  world = await GatewayWorld.start();
});
afterAll(() => world.close());

function open({ settings, provider }: GatewayCase): void {
  gateway = world.gateway(provider);
  const baseUrl = world.simulator.baseUrl(provider);
  account = { accountId: 'account-1', environment: 'SANDBOX', baseUrl, ...settings(world.simulator) };
  everything = [];
}

/** Remembers what came out, for the search for secrets. */
function seen<T>(value: T): T {
  const text = JSON.stringify(value, (_, one: unknown) => (typeof one === 'bigint' ? one.toString() : one));
  everything.push(text);
  return value;
}

const refOf = ({ merchantOrderId }: CheckoutRequest, { providerRef }: { providerRef: string | null }): OrderRef => ({
  merchantOrderId,
  providerRef,
  currency: 'IDR',
});

async function create(request: CheckoutRequest): Promise<CheckoutCreated> {
  const result = seen(await gateway.createCheckout(account, request));
  expect(result).toMatchObject({ outcome: 'created' });
  return result as CheckoutCreated;
}

function noticeOf(result: CallbackResult) {
  seen(result);
  if (!result.ok) throw new Error(result.reason);
  return result.notice;
}

function fault(one: GatewayCase, operation: Operation, kind: FaultKind): void {
  world.simulator.faults.add({ provider: one.provider, operation, kind, times: 1 });
}

describe.each(GATEWAY_CASES)('$name', (one) => {
  beforeEach(() => {
    open(one);
  });
  afterEach(() => {
    world.simulator.faults.clear();
    world.simulator.queryLimits[one.provider].reset();
    const secrets = [...Object.values(account.secrets), ...Object.values(account.previousSecrets ?? {})];
    for (const text of everything) for (const secret of secrets) expect(text).not.toContain(secret);
  });

  it('has the settings that it asks for', () => {
    const { settings, secrets } = account;
    expect(checkSettings(gateway.settingsSchema, settings, Object.keys(secrets))).toEqual([]);
    expect(checkSettings(gateway.settingsSchema, {}, []).length).toBeGreaterThan(0);
  });

  it('create → callback → verified → queried, amounts in booking units', async () => {
    const request = world.request(one.channel);
    const made = await create(request);
    expect(made.paymentUrl).toContain(`${world.simulator.url}/pay/`);
    expect((made.expiresAt ?? request.expiresAt).getTime()).toBeGreaterThan(world.clock.now().getTime());
    const ref = refOf(request, made);
    expect(seen(await gateway.queryStatus(account, ref))).toMatchObject(
      made.providerRef === null || one.provider !== 'duitku' ? {} : { state: 'pending', amount: request.amount },
    );
    await world.simulator.pay(world.orderOf(request.merchantOrderId));
    const notice = noticeOf(gateway.verifyCallback(account, world.last()));
    expect(notice).toMatchObject({
      merchantOrderId: request.merchantOrderId,
      claimedState: 'paid',
      trusted: one.trusted,
    });
    expect(notice.amount).toEqual(request.amount);
    expect(notice.dedupeKey.length).toBeLessThanOrEqual(64);
    const paid = seen(await gateway.queryStatus(account, ref));
    expect(paid).toMatchObject({ state: 'paid', amount: request.amount });
    expect(await gateway.queryStatus(account, { ...ref, providerRef: null })).toMatchObject({ state: 'paid' });
    expect(gateway.ackFor('accepted').status).toBe(200);
  });

  it('the payer chooses the channel on the page, where that is possible', async () => {
    const request = world.request(undefined);
    const result = await gateway.createCheckout(account, request);
    if (result.outcome === 'rejected') {
      expect(result).toMatchObject({ code: 'CHANNEL_UNAVAILABLE', retryable: false });
      return;
    }
    expect(result).toMatchObject({ outcome: 'created' });
    const before = await gateway.queryStatus(account, refOf(request, result as CheckoutCreated));
    expect(['pending', 'unknown']).toContain(before.state);
    if (before.state === 'unknown') expect(before.cause).toBe('not-found'); // never failed
  });

  it('an order that ended is told so, a late payment wins', async () => {
    for (const status of ['FAILED', 'EXPIRED', 'CANCELLED'] as const) {
      const request = world.request(one.channel);
      const made = await create(request);
      const order = world.orderOf(request.merchantOrderId);
      await world.simulator.end(order, status);
      const ref = refOf(request, made);
      expect(await gateway.queryStatus(account, ref)).toMatchObject({ state: one.queries[status] });
      await world.simulator.pay(order);
      expect(await gateway.queryStatus(account, ref)).toMatchObject({ state: 'paid', amount: request.amount });
    }
  });

  it.each(one.notices)('notice %s means %s', async (notice, state) => {
    const request = world.request(one.channel);
    await create(request);
    const order = world.orderOf(request.merchantOrderId);
    if (notice === 'refunded') await world.simulator.pay(order, { notices: [] });
    await world.simulator.notify(order, notice);
    expect(noticeOf(gateway.verifyCallback(account, world.last()))).toMatchObject({
      claimedState: state,
      amount: request.amount,
    });
  });

  it('the same notice has the same key; a bad signature, a changed byte and nothing at all are refused', async () => {
    const request = world.request(one.channel);
    await create(request);
    await world.simulator.pay(world.orderOf(request.merchantOrderId));
    const input = world.last();
    const first = noticeOf(gateway.verifyCallback(account, input));
    expect(noticeOf(gateway.verifyCallback(account, { ...input })).dedupeKey).toBe(first.dedupeKey);
    const wrongKey = { ...account, secrets: { ...account.secrets, [one.callbackSecret]: 'another secret' } };
    expect(gateway.verifyCallback(wrongKey, input)).toEqual({ ok: false, reason: 'bad-signature' });
    expect(gateway.verifyCallback({ ...account, secrets: {} }, input)).toEqual({ ok: false, reason: 'bad-signature' });
    for (const rawBody of [Buffer.alloc(0), Buffer.from('[]'), Buffer.from('null'), Buffer.from([0xff, 0xfe, 0])]) {
      const result = gateway.verifyCallback(account, { ...input, rawBody });
      expect(result).toMatchObject({ ok: false });
    }
    expect(gateway.verifyCallback(account, { ...input, headers: {}, rawBody: Buffer.from('{}') })).toMatchObject({
      ok: false,
    });
    if (gateway.capabilities.webhookAuth !== 'static-token') {
      const text = input.rawBody.toString('utf8').replace('150', '950');
      const result = gateway.verifyCallback(account, { ...input, rawBody: Buffer.from(text) });
      expect(result).toEqual({ ok: false, reason: 'bad-signature' });
    }
  });

  it('the previous secret is good until it is forgotten, for callbacks only', async () => {
    const request = world.request(one.channel);
    await create(request);
    await world.simulator.pay(world.orderOf(request.merchantOrderId));
    const old = account.secrets[one.callbackSecret] ?? '';
    const rotated = {
      ...account,
      secrets: { ...account.secrets, [one.callbackSecret]: 'the new one' },
      previousSecrets: { [one.callbackSecret]: old },
    };
    expect(gateway.verifyCallback(rotated, world.last())).toMatchObject({ ok: true });
  });

  it("another merchant's callback is refused", async () => {
    const request = world.request(one.channel);
    await create(request);
    await world.simulator.pay(world.orderOf(request.merchantOrderId));
    if (one.otherMerchant === undefined) return;
    const other = { ...account, settings: { ...account.settings, ...one.otherMerchant } };
    expect(gateway.verifyCallback(other, world.last())).toEqual({ ok: false, reason: 'wrong-merchant' });
  });

  it('kept of a callback is neither a signature nor a secret', async () => {
    const request = world.request(one.channel);
    await create(request);
    await world.simulator.pay(world.orderOf(request.merchantOrderId));
    const { safeRaw } = noticeOf(gateway.verifyCallback(account, world.last()));
    const text = JSON.stringify(safeRaw).toLowerCase();
    expect(text).toContain(request.merchantOrderId.toLowerCase());
    expect(text).not.toMatch(/signature|token|last4|masked/);
  });

  it.each<[FaultKind, 'unknown' | 'rejected']>([
    ['timeout-before', 'unknown'],
    ['timeout-after', 'unknown'],
    ['error-before', 'unknown'],
    ['error-after', 'unknown'],
    ['reset-after', 'unknown'],
    ['html-before', 'unknown'],
    ['html-after', 'unknown'],
    ['redirect', 'unknown'],
    ['rate-limit', 'rejected'],
  ])('create under %s is %s, and the order is asked for by our id', async (kind, outcome) => {
    fault(one, 'create', kind);
    const request = world.request(one.channel);
    const result = seen(await gateway.createCheckout(account, request));
    expect(result).toMatchObject({ outcome });
    if (result.outcome === 'rejected') expect(result).toMatchObject({ code: 'RATE_LIMITED', retryable: true });
    if (!kind.endsWith('after')) return;
    await world.simulator.pay(world.orderOf(request.merchantOrderId));
    const found = await gateway.queryStatus(account, refOf(request, { providerRef: null }));
    expect(found).toMatchObject({ state: 'paid', amount: request.amount });
  });

  it('a failure that looks like a success is none', async () => {
    fault(one, 'create', 'soft-failure');
    const result = seen(await gateway.createCheckout(account, world.request(one.channel)));
    expect(['rejected', 'unknown']).toContain(result.outcome);
  });

  it('nobody there: surely nothing was made, another account may take over', async () => {
    const away = { ...account, baseUrl: 'http://127.0.0.1:1' };
    const request = world.request(one.channel);
    const result = seen(await gateway.createCheckout(away, request));
    expect(result).toMatchObject({ outcome: 'rejected', code: 'UNREACHABLE', retryable: true });
    expect(await gateway.queryStatus(away, refOf(request, { providerRef: 'x' }))).toMatchObject({
      state: 'unknown',
      cause: 'unreachable',
    });
  });

  it('an internal address is out of reach', async () => {
    const inside = { ...account, baseUrl: 'http://169.254.169.254' };
    const result = await gateway.createCheckout(inside, world.request(one.channel));
    expect(result).toMatchObject({ outcome: 'rejected', code: 'UNREACHABLE' });
  });

  it('wrong keys are refused and retryable elsewhere; no key gets out', async () => {
    const wrong = Object.fromEntries(Object.keys(account.secrets).map((key) => [key, `wrong-${key}-000`]));
    account = { ...account, secrets: wrong };
    const result = seen(await gateway.createCheckout(account, world.request(one.channel)));
    expect(result).toMatchObject({ outcome: 'rejected', code: 'REFUSED', retryable: true });
    const ref = { merchantOrderId: 'INV-X', providerRef: 'x', currency: 'IDR' };
    expect(await gateway.queryStatus(account, ref)).toMatchObject({ state: 'unknown', cause: 'refused' });
  });

  it.each<[FaultKind, string]>([
    ['timeout-before', 'timeout'],
    ['error-before', 'server-error'],
    ['html-before', 'server-error'],
    ['html-after', 'unreadable'],
    ['rate-limit', 'rate-limited'],
    ['redirect', 'unreadable'],
    ['reset-after', 'broken'],
  ])('a query under %s knows nothing (%s)', async (kind, cause) => {
    const request = world.request(one.channel);
    const made = await create(request);
    fault(one, 'query', kind);
    const found = seen(await gateway.queryStatus(account, refOf(request, made)));
    expect(found).toMatchObject({ state: 'unknown', cause });
  });

  it('an order that the gateway does not know is unknown, never failed', async () => {
    const ref = { merchantOrderId: 'INV-NOBODY', providerRef: null, currency: 'IDR' };
    expect(await gateway.queryStatus(account, ref)).toMatchObject({ state: 'unknown', cause: 'not-found' });
  });

  it('amounts that it cannot take never leave the house', async () => {
    const before = world.simulator.orders.list().length;
    const small = { amount: Money.of(0n, 'IDR') };
    expect(await gateway.createCheckout(account, world.request(one.channel, small))).toMatchObject({
      outcome: 'rejected',
      retryable: false,
    });
    const foreign = { amount: Money.of(150_000n, one.provider === 'stripe' ? 'IDR' : 'USD') };
    if (one.provider !== 'stripe') {
      const result = await gateway.createCheckout(account, world.request(one.channel, foreign));
      expect(result).toMatchObject({ outcome: 'rejected', retryable: false });
    }
    expect(world.simulator.orders.list()).toHaveLength(before);
  });

  it('texts of any length and script fit into its fields', async () => {
    await create(
      world.request(one.channel, {
        title: `Tagihan “Maret” — ${'sangat '.repeat(60)}`,
        customer: {
          name: 'Ḿuḥammad ‘Abdurraḥmān Al-Ghifari 李小龙 Junior',
          email: `${'a'.repeat(60)}@mail.example`,
          phone: 'tidak ada',
        },
      }),
    );
  });

  it('cancels what nobody has paid', async () => {
    const request = world.request(one.channel);
    const made = await create(request);
    const ref = refOf(request, made);
    if (!gateway.capabilities.cancel) {
      await expect(gateway.cancel(account, ref)).rejects.toMatchObject({ code: 'GATEWAYS_UNSUPPORTED' });
      return;
    }
    expect(await gateway.cancel(account, ref)).toEqual({ outcome: 'cancelled' });
    expect((await gateway.queryStatus(account, ref)).state).toMatch(/cancelled|expired/);
    const paid = world.request(one.channel);
    const other = await create(paid);
    await world.simulator.pay(world.orderOf(paid.merchantOrderId));
    expect(await gateway.cancel(account, refOf(paid, other))).toMatchObject({ outcome: 'rejected' });
  });

  it('refunds once per key, in part where it can, never more than was paid', async () => {
    const request = world.request(one.channel);
    const made = await create(request);
    const order = world.orderOf(request.merchantOrderId);
    await world.simulator.pay(order);
    const refund = (idempotencyKey: string, amount: bigint) =>
      gateway.refund(account, {
        ...refOf(request, made),
        amount: Money.of(amount, 'IDR'),
        idempotencyKey,
        reason: 'dobel',
      });
    if (gateway.capabilities.refund === 'none') {
      await expect(refund('R1', 1n)).rejects.toMatchObject({ code: 'GATEWAYS_UNSUPPORTED' });
      return;
    }
    const first = seen(await refund(`R1-${request.merchantOrderId}`, 50_000n));
    expect(first).toMatchObject({ outcome: 'refunded' });
    expect(await refund(`R1-${request.merchantOrderId}`, 50_000n)).toEqual(first);
    expect(order.refunds).toHaveLength(1);
    expect(await gateway.queryStatus(account, refOf(request, made))).toMatchObject({
      state: 'paid',
      amount: request.amount,
    });
    expect(seen(await refund(`R2-${request.merchantOrderId}`, 100_001n))).toMatchObject({ outcome: 'rejected' });
    fault(one, 'refund', 'timeout-after');
    expect(await refund(`R3-${request.merchantOrderId}`, 100_000n)).toMatchObject({
      outcome: 'unknown',
      cause: 'timeout',
    });
    expect(await refund(`R3-${request.merchantOrderId}`, 100_000n)).toMatchObject({ outcome: 'refunded' });
    expect(order.refunds.map(({ amount }) => amount)).toEqual([50_000, 100_000]);
  });

  it('lists its channels, where it has a list', async () => {
    const amount = Money.of(150_000n, 'IDR');
    if (!gateway.capabilities.channelList) {
      await expect(gateway.listChannels(account, amount)).rejects.toMatchObject({ code: 'GATEWAYS_UNSUPPORTED' });
      return;
    }
    const channels = await gateway.listChannels(account, amount);
    expect(channels.map(({ code }) => code)).toContain(one.channel);
    expect(channels.some(({ feeCustomer }) => feeCustomer?.isPositive())).toBe(true);
    fault(one, 'channels', 'html-before');
    await expect(gateway.listChannels(account, amount)).rejects.toMatchObject({
      code: 'GATEWAYS_CHANNELS_UNAVAILABLE',
    });
  });
});
