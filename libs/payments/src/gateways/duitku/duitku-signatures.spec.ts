import { type GatewayCredentials } from '../gateway-credentials';
import { DUITKU_ENDPOINTS, type DuitkuEndpoint, duitkuSignature, signatureSetting } from './duitku-signatures';

const KEY = '732B39FC61796845775D2C4FB05332AF';
const ORDER = 'INV-202610-000123';

const account = (settings: Record<string, string> = {}): GatewayCredentials => ({
  accountId: 'a',
  environment: 'SANDBOX',
  settings,
  secrets: { apiKey: KEY },
});
const legacy = account(Object.fromEntries(DUITKU_ENDPOINTS.map((one) => [signatureSetting(one), 'legacy'])));

/** payments.md 2.2, worked example. */
const VECTORS: [DuitkuEndpoint, string[], string, string | null][] = [
  [
    'inquiry',
    ['DS12345', ORDER, '150000'],
    '4424d466ce78472ad84db6d253de0bab23ed86973491a16d7b74f1d1ca767212',
    '5de95797f49e61a6c3bae6b5f50fccad',
  ],
  [
    'callback',
    ['DS12345', '150000', ORDER],
    '13c456aa05fd3cfc3ffabcd5c33d5fee8c8e89d2a3b3771149d3c8b8b52571c8',
    '49d576eb73a4a9b118383ba101337cce',
  ],
  [
    'status',
    ['DS12345', ORDER],
    '18ab90c870a222eddce577cf5f6368e833b2689923bbcc8e6133172d599262c4',
    '97fcb09fecd67ba93b8d9bc7fd70247a',
  ],
  [
    'methods',
    ['DS12345', '150000', '2026-10-01 08:30:00'],
    '17f8a761d4442785948193e58839f91802535c10089cf4e40dd1be037204cb5c',
    '13ac2d3f08be23f27472d118107ce2f95d42d02824cb1dd08969853237dcd289',
  ],
  [
    'pop',
    ['DS12345', '1700000000000'],
    '4eaa328518faa73ad51800fdd70171efc6da6f1b5c2bc10256ede7d7d2287a47',
    '1b0c90a7294ea594826f0b5344331377df92a70f56c0f6817f1f79d4ad69ad3d',
  ],
  [
    'callback',
    ['DS12345', '150000.00', ORDER],
    'f7ec98cb4bfab7b237750459c771df2d56b819e42afdeea386df31678d4d4206',
    null,
  ],
];

describe('duitku signatures, worked example', () => {
  it.each(VECTORS)('%s %j', (endpoint, parts, hmac, old) => {
    expect(duitkuSignature(account(), endpoint, parts, KEY)).toBe(hmac);
    if (old !== null) expect(duitkuSignature(legacy, endpoint, parts, KEY)).toBe(old);
  });

  it('the old digest is a switch of one endpoint', () => {
    const only = account({ [signatureSetting('status')]: 'legacy' });
    expect(duitkuSignature(only, 'status', ['DS12345', ORDER], KEY)).toHaveLength(32);
    expect(duitkuSignature(only, 'callback', ['DS12345', '150000', ORDER], KEY)).toBe(VECTORS[1]?.[2]);
  });
});

describe('duitku signatures, independent vectors', () => {
  it.each<[DuitkuEndpoint, string[], string]>([
    ['pop', ['D1234', '1700000000000'], '1880f0ce93376632283acba69b750498b07cc9616e1b74920b8de445998ad5c2'],
    ['status', ['D1234', 'ORD-20260812-000001'], '303eb931235455e8af3ee873e3912351c7537122ef431775226413887ae5ad97'],
    [
      'callback',
      ['D1234', '150000', 'ORD-20260812-000001'],
      'b0a4797cda909f0140e84582b0b89d7abd5a330fe63cbd98fa3df2edd1a729bf',
    ],
  ])('%s %j', (endpoint, parts, hmac) => {
    expect(duitkuSignature(account(), endpoint, parts, 'test-api-key-123')).toBe(hmac);
  });

  it('the boundary of amount and order id is not signed, so an order id begins with a letter', () => {
    const one = duitkuSignature(account(), 'callback', ['DS12345', '150000', '123'], KEY);
    expect(duitkuSignature(account(), 'callback', ['DS12345', '15000', '0123'], KEY)).toBe(one);
  });
});
