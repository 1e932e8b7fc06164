import { Money } from '@app/core';
import { GATEWAY_CODES, type GatewayCode, type GatewayCredentials } from '@app/payments';
import { GatewayWorld } from './gateway-world';

const STATIC =
  '00020101021126640017ID.CO.EXAMPLE.WWW0118936009180000000001021000000000010303UMI51440014ID.CO.QRIS.WWW0215ID10200000000010303UMI5204481453033605802ID5912RT NET MAWAR6007BANDUNG610540111630477A7';

let world: GatewayWorld;
beforeAll(async () => {
  world = await GatewayWorld.start();
});
afterAll(() => world.close());

const account = (settings: Record<string, string>): GatewayCredentials => ({
  accountId: 'account-1',
  environment: 'PRODUCTION',
  settings,
  secrets: {},
});

const CASES: [GatewayCode, Record<string, string>, RegExp][] = [
  ['manual', { instructionsId: 'Bayar di kantor.' }, /Bayar di kantor/],
  ['unique-transfer', { bank: 'BCA', accountNumber: '123', accountHolder: 'RT Net' }, /Rp 150\.123/],
  ['qris-static', { payload: STATIC }, /540615012358.*6304/],
];

it('every code has its gateway', () => {
  expect(GATEWAY_CODES.map((code) => world.gateway(code).code)).toEqual([...GATEWAY_CODES]);
  expect(() => world.gateway('paypal' as GatewayCode)).toThrow(/GATEWAYS_UNKNOWN_GATEWAY/);
});

describe.each(CASES)('%s', (code, settings, expected) => {
  it('creates instructions and no order anywhere', async () => {
    const gateway = world.gateway(code);
    const request = world.request(undefined, { amount: Money.of(150_123n, 'IDR') });
    const made = await gateway.createCheckout(account(settings), request);
    expect(made).toMatchObject({ outcome: 'created', providerRef: null });
    expect(JSON.stringify(made)).toMatch(expected);
    expect(world.simulator.orders.list()).toEqual([]);
  });

  it('believes no callback, has nobody to ask, gives nothing back', async () => {
    const gateway = world.gateway(code);
    const input = {
      rawBody: Buffer.from('{}'),
      headers: {},
      contentType: undefined,
      sourceIp: '::1',
      receivedAt: new Date(),
    };
    expect(gateway.verifyCallback(account(settings), input)).toEqual({ ok: false, reason: 'bad-signature' });
    const ref = { merchantOrderId: 'INV-1', providerRef: null, currency: 'IDR' };
    await expect(gateway.queryStatus(account(settings), ref)).rejects.toMatchObject({ code: 'GATEWAYS_UNSUPPORTED' });
    expect(gateway.capabilities).toMatchObject({ query: false, refund: 'none', cancel: false, callbackUrl: 'none' });
  });

  it('refuses nothing and another currency', async () => {
    const gateway = world.gateway(code);
    const none = world.request(undefined, { amount: Money.of(0n, 'IDR') });
    expect(await gateway.createCheckout(account(settings), none)).toMatchObject({ code: 'AMOUNT_TOO_SMALL' });
    if (code === 'manual') return;
    const foreign = world.request(undefined, { amount: Money.of(100n, 'USD') });
    expect(await gateway.createCheckout(account(settings), foreign)).toMatchObject({ code: 'INVALID_REQUEST' });
  });
});

it('a QRIS takes ten million at most, and a broken one nothing', async () => {
  const gateway = world.gateway('qris-static');
  const much = world.request(undefined, { amount: Money.of(10_000_001n, 'IDR') });
  expect(await gateway.createCheckout(account({ payload: STATIC }), much)).toMatchObject({ code: 'AMOUNT_TOO_LARGE' });
  const broken = account({ payload: STATIC.replace('77A7', '77A8') });
  expect(await gateway.createCheckout(broken, world.request(undefined))).toMatchObject({ code: 'INVALID_REQUEST' });
});
