import { createHmac } from 'node:crypto';
import { signWebhook, verifyWebhook } from '@app/platform';

const SECRET = 'whsec_test';
const BODY = '{"id":"1","topic":"billing.invoice.issued.v1"}';
const AT = 1_767_225_600;

describe('S6 signatures of webhooks (ours; those of gateways come with their step)', () => {
  it('are HMAC-SHA256 over time and raw body, as documented', () => {
    const expected = createHmac('sha256', SECRET).update(`${AT}.${BODY}`).digest('hex');
    expect(signWebhook([SECRET], AT, BODY)).toBe(`t=${AT},v1=${expected}`);
    expect(expected).toBe('605b7cbbe7646298ed53dda95e8c58e0de759db6bd4824ba5946a0174a6d8c6f');
  });

  it('fit the secret, the body and the time, and nothing else', () => {
    const header = signWebhook(['other', SECRET], AT, BODY);
    expect(verifyWebhook(SECRET, header, BODY, AT)).toBe(true);
    expect(verifyWebhook('other', header, BODY, AT + 300)).toBe(true);
    expect(verifyWebhook('third', header, BODY, AT)).toBe(false);
    expect(verifyWebhook(SECRET, header, BODY.replace('1', '2'), AT)).toBe(false);
    expect(verifyWebhook(SECRET, header, BODY, AT + 301)).toBe(false);
    expect(verifyWebhook(SECRET, header, BODY, AT - 301)).toBe(false);
    expect(verifyWebhook(SECRET, header.replace(`t=${AT}`, `t=${AT + 1}`), BODY, AT)).toBe(false);
  });

  it.each(['', 't=1', 'v1=00', `t=x,v1=00`, `t=${AT}`, `t=${AT},v1=`, `t=${AT},v1`, `t=${AT},v2=00`, ',,,', '='])(
    'are not %j',
    (header) => {
      expect(verifyWebhook(SECRET, header, BODY, AT)).toBe(false);
    },
  );
});
