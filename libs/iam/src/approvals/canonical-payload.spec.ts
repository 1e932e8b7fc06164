import { canonicalPayload, payloadHash } from './canonical-payload';

describe('the payload of an approval', () => {
  it('is spelled the same whatever the order of its keys', () => {
    const at = new Date('2026-11-22T05:36:54.368Z');
    const one = canonicalPayload({ b: 1n, a: { y: at, x: [1, { d: null, c: undefined }] } });
    expect(one).toBe('{"a":{"x":[1,{"d":null}],"y":"2026-11-22T05:36:54.368Z"},"b":"1"}');
    expect(canonicalPayload({ a: { x: [1, { d: null }], y: at }, b: 1n })).toBe(one);
  });

  it('differs as soon as a value does', () => {
    const hash = (amount: bigint): string => payloadHash(canonicalPayload({ amount })).toString('hex');
    expect(hash(1n)).not.toBe(hash(2n));
    expect(hash(1n)).toBe(hash(1n));
    expect(canonicalPayload(['1', '2'])).not.toBe(canonicalPayload(['2', '1']));
  });
});
