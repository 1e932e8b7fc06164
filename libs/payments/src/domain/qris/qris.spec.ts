import fc from 'fast-check';
import { crc16, crc16Hex } from './crc16';
import { QRIS_LIMIT, readQris, toDynamicQris } from './qris';
import { parseTlv, writeTlv } from './tlv';

const STATIC =
  '00020101021126640017ID.CO.EXAMPLE.WWW0118936009180000000001021000000000010303UMI51440014ID.CO.QRIS.WWW0215ID10200000000010303UMI5204481453033605802ID5912RT NET MAWAR6007BANDUNG610540111630477A7';
const DYNAMIC =
  '00020101021226640017ID.CO.EXAMPLE.WWW0118936009180000000001021000000000010303UMI51440014ID.CO.QRIS.WWW0215ID10200000000010303UMI52044814530336054061501235802ID5912RT NET MAWAR6007BANDUNG61054011163044509';
const EMVCO =
  '00020101021229300012D156000000000510A93FO3230Q31280012D15600000001030812345678520441115802CN5914BEST TRANSPORT6007BEIJING64200002ZH0104最佳运输0202北京540523.7253031565502016233030412340603***0708A60086670902ME91320016A0112233449988770708123456786304A13A';

/** A static QRIS of these elements. */
function sealed(elements: { tag: string; value: string }[]): string {
  const body = `${writeTlv(elements)}6304`;
  return body + crc16Hex(body);
}

const base = (name: string, extra: { tag: string; value: string }[] = []) =>
  sealed([
    { tag: '00', value: '01' },
    { tag: '01', value: '11' },
    { tag: '26', value: '0017ID.CO.EXAMPLE.WWW' },
    { tag: '53', value: '360' },
    { tag: '58', value: 'ID' },
    { tag: '59', value: name },
    ...extra,
  ]);

describe('QRIS (payments.md 11)', () => {
  it('has the check value of CRC-16/CCITT-FALSE', () => {
    expect(crc16('123456789')).toBe(0x29b1);
  });

  it('computes the EMVCo sample over UTF-8 bytes and splits it by characters', () => {
    expect(crc16Hex(EMVCO.slice(0, -4))).toBe('A13A');
    const elements = parseTlv(EMVCO);
    expect(elements.ok && writeTlv(elements.value)).toBe(EMVCO);
    expect(readQris(EMVCO)).toEqual({ ok: false, error: 'NOT_RUPIAH' });
  });

  it('makes the static one of the page dynamic', () => {
    expect(toDynamicQris(STATIC, 150_123n)).toEqual({ ok: true, value: DYNAMIC });
    expect(readQris(STATIC)).toMatchObject({ ok: true, value: { kind: 'static', merchantName: 'RT NET MAWAR' } });
    expect(readQris(DYNAMIC)).toMatchObject({ ok: true, value: { kind: 'dynamic', amount: 150_123n } });
  });

  it('drops tips and an old amount, keeps what comes behind', () => {
    const tipped = base('TOKO', [
      { tag: '60', value: 'BANDUNG' },
      { tag: '62', value: '0703A01' },
    ]);
    const withTip = sealed([
      ...(parsed(tipped).filter(({ tag }) => tag !== '63') as { tag: string; value: string }[]),
      { tag: '55', value: '02' },
      { tag: '56', value: '1000' },
    ]);
    const made = toDynamicQris(withTip, 5_000n);
    const tags = made.ok ? parsed(made.value).map(({ tag }) => tag) : [];
    expect(tags).toEqual(['00', '01', '26', '53', '54', '58', '59', '60', '62', '63']);
  });

  it.each([
    ['a wrong checksum', STATIC.replace('77A7', '77A8'), 'WRONG_CHECKSUM'],
    ['a changed character', STATIC.replace('MAWAR', 'MELAT'), 'WRONG_CHECKSUM'],
    ['a cut payload', STATIC.slice(0, 60), 'MALFORMED'],
    ['text', 'hello', 'MALFORMED'],
    ['nothing', '', 'MALFORMED'],
    ['a length beyond the end', '0099016304ABCD', 'MALFORMED'],
    ['no merchant', sealed([{ tag: '00', value: '01' }]), 'NOT_A_MERCHANT_QR'],
    ['the same tag twice', base('TOKO', [{ tag: '59', value: 'LAIN' }]), 'DUPLICATE_TAG'],
  ])('refuses %s', (_what, payload, error) => {
    expect(readQris(payload)).toEqual({ ok: false, error });
    expect(toDynamicQris(payload, 1n)).toEqual({ ok: false, error });
  });

  it('refuses amounts that QRIS does not carry, and what is dynamic already', () => {
    for (const amount of [0n, -1n, QRIS_LIMIT + 1n]) {
      expect(toDynamicQris(STATIC, amount)).toEqual({ ok: false, error: 'AMOUNT_OUT_OF_RANGE' });
    }
    expect(toDynamicQris(DYNAMIC, 1n)).toEqual({ ok: false, error: 'NOT_STATIC' });
  });

  it('for every amount and name: reads back what it wrote, and nothing else changed', () => {
    const names = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 25 })
      .filter((name) => Array.from(name).length <= 25 && name.trim() === name);
    fc.assert(
      fc.property(names, fc.bigInt({ min: 1n, max: QRIS_LIMIT }), (name, amount) => {
        const original = base(name, [{ tag: '60', value: 'KOTA' }]);
        const made = toDynamicQris(original, amount);
        if (!made.ok) throw new Error(made.error);
        expect(readQris(made.value)).toMatchObject({
          ok: true,
          value: { kind: 'dynamic', merchantName: name, amount },
        });
        const rest = (payload: string) => parsed(payload).filter(({ tag }) => !['01', '54', '63'].includes(tag));
        expect(rest(made.value)).toEqual(rest(original));
      }),
    );
  });

  it('never takes a payload with one character changed for a good one', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: DYNAMIC.length - 1 }),
        fc.constantFrom(...Array.from('0123456789ABCDEFXYZ ')),
        (at, by) => {
          fc.pre(DYNAMIC[at] !== by);
          expect(readQris(DYNAMIC.slice(0, at) + by + DYNAMIC.slice(at + 1)).ok).toBe(false);
        },
      ),
    );
  });
});

function parsed(payload: string): { tag: string; value: string }[] {
  const elements = parseTlv(payload);
  if (!elements.ok) throw new Error(elements.error);
  return elements.value;
}
