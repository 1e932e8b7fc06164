import { Money } from '@app/core';
import { type GatewayCredentials } from '../gateway-credentials';
import { checkSettings, withDefaults } from '../settings-schema';
import { sourceOf } from '../source-addresses';
import { duitkuHosts } from '../duitku/duitku-hosts';
import { DUITKU_SETTINGS } from '../duitku/duitku.settings';
import { midtransSignature } from '../midtrans/midtrans-callback';
import { checkStripeSignature } from '../stripe/stripe-signature';
import { tripaySignature } from '../tripay/tripay-request';
import { trustedPage } from './page-address';
import { safeRaw } from './safe-raw';
import { strictForm } from './strict-form';
import { strictJson } from './strict-json';
import { bankName, emailAddress, isOrderId, phoneNumber } from './texts';
import { feeUnits, fromMinor, toMinor, wholeUnits } from './units';
import { wibDateTime } from './wib';

describe('vectors of payments.md 3', () => {
  it('tripay', () => {
    expect(tripaySignature('T0001', 'INV55567', 1_500_000n, 'ytf6ooi2gmlNPfpchd94jDOk8hRWOu')).toBe(
      '9f167eba844d1fcb369404e2bda53702e2f78f7aa12e91da6715414e65b8c86a',
    );
  });
  it('midtrans', () => {
    expect(midtransSignature(['1111', '200', '100000.00'], 'askvnoibnosifnboseofinbofinfgbiufglnbfg')).toBe(
      'edc076b21793ebe3e17926350f5b8ae67d902fe657b3d0aa31b932d5c127e2375d308a2bc94f3265ac2d80a1f181a79b997ac178a236fcff35af263fc4d4c231',
    );
  });
  it('stripe, also beside another v1, within 300 s', () => {
    const body = Buffer.from('{"id":"evt_1","object":"event"}');
    const v1 = '4c15fb2a43f93ef61eaa3e0893866d57cad9cad4223242cfb96f362480cb4021';
    const check = (header: string, seconds: number) =>
      checkStripeSignature(header, body, ['whsec_test'], new Date((1_700_000_000 + seconds) * 1_000));
    expect(check(`t=1700000000,v1=${v1}`, 300)).toBe('good');
    expect(check(`t=1700000000,v1=${'0'.repeat(64)},v1=${v1}`, 0)).toBe('good');
    expect(check(`t=1700000000,v1=${v1}`, 301)).toBe('stale');
    expect(check(`t=1700000001,v1=${v1}`, 0)).toBe('bad-signature');
    expect(check(`t=1700000000,v0=${v1}`, 0)).toBe('malformed');
    expect(check(`t=1,t=1700000000,v1=${v1}`, 0)).toBe('malformed');
  });
});

describe('bodies', () => {
  it('a form with a name twice is refused, what nobody knows is kept', () => {
    expect(strictForm(Buffer.from('amount=1&amount=2'))).toBeUndefined();
    expect(strictForm(Buffer.from('amount=1&reference=%00'))).toBeUndefined();
    expect(strictForm(Buffer.from('a=1&new=%7Ex+y'))?.get('new')).toBe('~x y');
  });
  it.each([
    '{"a":1,"a":2}',
    '{"a":{"b":1,"\\u0062":2}}',
    '[]',
    '"x"',
    '',
    '{"a":',
    '{"__proto__":{}}',
    '{"a":"\\u0000"}',
  ])('%s is no object', (text) => {
    expect(strictJson(Buffer.from(text))).toBeUndefined();
  });
  it('names may come again in other objects', () => {
    const text = '{"a":[{"b":"{\\"b\\":1}"},{"b":2}],"b":{"a":1}}';
    expect(strictJson(Buffer.from(text))).toEqual(JSON.parse(text));
  });
  it('secrets and cards are not kept', () => {
    const kept = safeRaw({
      signature_key: 'x',
      maskedNumber: '4811',
      masked_card: '4811',
      token_id: 't',
      cardName: 'n',
      spUserHash: 'h',
      deep: [{ cvv: 1, ok: 2 }],
      amount: '1',
    });
    expect(kept).toEqual({ deep: [{ ok: 2 }], amount: '1' });
  });
});

describe('amounts in units', () => {
  it.each([
    ['150000', 150_000n],
    ['150000.00', 150_000n],
    ['99000.0', 99_000n],
    [150_000, 150_000n],
  ])('%s', (text, amount) => {
    expect(wholeUnits(text)?.amount).toBe(amount);
  });
  it.each(['150000.50', '-1', '1e5', '1,000', '', ' 1', '1234567890123', 1.5, null, ['1'], {}])(
    '%j is none',
    (value) => {
      expect(wholeUnits(value)).toBeUndefined();
    },
  );
  it('fees are never too small', () => {
    expect(feeUnits('0.00')?.amount).toBe(0n);
    expect(feeUnits('1750.5')?.amount).toBe(1_751n);
  });
  it('stripe counts rupiah in hundredths, yen in ones, dollars in cents', () => {
    expect(toMinor(Money.of(150_000n, 'IDR'))).toBe(15_000_000);
    expect(toMinor(Money.of(500n, 'JPY'))).toBe(500);
    expect(toMinor(Money.of(1_250n, 'USD'))).toBe(1_250);
    expect(fromMinor(15_000_000, 'IDR')?.amount).toBe(150_000n);
    expect(fromMinor(1.5, 'IDR')).toBeUndefined();
  });
});

describe('texts', () => {
  it('fit into the fields of banks', () => {
    expect(bankName('Ibu Siti Nurhalizah binti Ahmad', 20)).toBe('Ibu Siti Nurhalizah');
    expect(bankName('Café Déjà-Vu & Co.', 20)).toBe('Cafe Deja Vu Co');
    expect(bankName('李小龙', 20)).toBe('PELANGGAN');
    expect(emailAddress([`${'a'.repeat(45)}@mail.id`, 'kasir@isp.id'], 50)).toBe('kasir@isp.id');
    expect(phoneNumber('+62 812-3456-7890', 50)).toBe('+6281234567890');
    expect(phoneNumber('-', 50)).toBeUndefined();
    expect(['INV-1', 'A'].every(isOrderId)).toBe(true);
    expect(['1INV', '', 'A B', `A${'1'.repeat(50)}`].some(isOrderId)).toBe(false);
  });
  it('Jakarta time whatever zone the server lives in', () => {
    expect(wibDateTime(new Date('2026-10-01T01:30:00Z'))).toBe('2026-10-01 08:30:00');
    expect(wibDateTime(new Date('2026-12-31T17:00:00Z'))).toBe('2027-01-01 00:00:00');
  });
});

describe('pages that people are sent to', () => {
  const account = (more: Partial<GatewayCredentials> = {}): GatewayCredentials => ({
    accountId: 'a',
    environment: 'PRODUCTION',
    settings: {},
    secrets: {},
    ...more,
  });
  it('only at the gateway itself', () => {
    const page = (url: unknown) => trustedPage(account(), url, ['duitku.com']);
    expect(page('https://app-prod.duitku.com/x?y=1')).toBe('https://app-prod.duitku.com/x?y=1');
    for (const url of [
      'http://duitku.com/',
      'https://duitku.com.evil.id/',
      'https://evilduitku.com/',
      'javascript:1',
      1,
    ])
      expect(page(url)).toBeUndefined();
  });
  it('the other address counts in the sandbox only', () => {
    const at = { baseUrl: 'http://127.0.0.1:3910/duitku' };
    const url = 'http://127.0.0.1:3910/pay/1';
    expect(trustedPage(account({ ...at, environment: 'SANDBOX' }), url, [])).toBe(url);
    expect(trustedPage(account(at), url, [])).toBeUndefined();
  });
});

it('in production the gateway itself is asked, whatever the settings say', () => {
  const settings = { baseUrl: 'http://127.0.0.1:3910/duitku' };
  const hosts = (environment: GatewayCredentials['environment']) =>
    duitkuHosts({ accountId: 'a', environment, settings, secrets: {} });
  expect(hosts('SANDBOX').status).toBe('http://127.0.0.1:3910/duitku/webapi/api/merchant/transactionStatus');
  expect(hosts('PRODUCTION')).toMatchObject({
    status: 'https://passport.duitku.com/webapi/api/merchant/transactionStatus',
    pop: 'https://api-prod.duitku.com/api/merchant/createInvoice',
  });
});

describe('where callbacks come from', () => {
  const from = (ip: string, settings: GatewayCredentials['settings'] = {}, gateway = 'midtrans', sandbox = false) =>
    sourceOf(
      { accountId: 'a', environment: sandbox ? 'SANDBOX' : 'PRODUCTION', settings, secrets: {} },
      ...([gateway, ip] as const),
    );
  it('is known by address and by network, IPv6 and mapped IPv4 too', () => {
    expect(from('103.127.17.9')).toBe('known');
    expect(from('::ffff:103.208.23.1')).toBe('known');
    expect(from('103.127.18.1')).toBe('foreign');
    expect(from('not an address')).toBe('foreign');
    expect(from('2a04:3543:1000:2310:ac92:4cff:fe87:63f9', {}, 'tripay')).toBe('known');
    expect(from('10.1.2.3', { sourceAddresses: '10.0.0.0/8, 192.0.2.1' }, 'xendit')).toBe('known');
    expect(from('192.0.2.2', { sourceAddresses: '10.0.0.0/8, 192.0.2.1' }, 'xendit')).toBe('foreign');
  });
  it('is not looked at where nobody knows, or a simulator stands in', () => {
    expect(from('192.0.2.1', {}, 'xendit')).toBe('unchecked');
    expect(from('127.0.0.1', { baseUrl: 'http://127.0.0.1:3910/duitku' }, 'duitku', true)).toBe('unchecked');
    expect(from('127.0.0.1', { baseUrl: 'http://127.0.0.1:3910/duitku' }, 'duitku')).toBe('foreign');
  });
  it.each(['10.0.0.0/33', 'example.com', '10.0.0.1,,', '10.0.0.1/8/8'])(
    '%s is no list of addresses',
    (sourceAddresses) => {
      expect(checkSettings(DUITKU_SETTINGS, { merchantCode: 'D1', sourceAddresses }, ['apiKey'])).toEqual([
        expect.objectContaining({ path: 'settings.sourceAddresses', code: 'INVALID' }),
      ]);
    },
  );
});

describe('settings of an account', () => {
  it('are checked against the schema', () => {
    expect(checkSettings(DUITKU_SETTINGS, { merchantCode: 'D1' }, ['apiKey'])).toEqual([]);
    expect(
      checkSettings(DUITKU_SETTINGS, { product: 'v9', strange: 1 }, []).map(({ path, code }) => [path, code]),
    ).toEqual([
      ['settings.strange', 'UNKNOWN_SETTING'],
      ['settings.merchantCode', 'REQUIRED'],
      ['secrets.apiKey', 'REQUIRED'],
      ['settings.product', 'INVALID'],
    ]);
    expect(withDefaults(DUITKU_SETTINGS, { product: 'v2' })).toMatchObject({ product: 'v2', 'signature.pop': 'hmac' });
  });
});
