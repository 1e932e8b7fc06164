import { fail, ok, type Result } from '@app/core';
import { crc16Hex } from './crc16';
import { parseTlv, type TlvElement, writeTlv } from './tlv';

/** Highest amount of one QRIS transaction, in rupiah (PADG 24/1/2022; payments.md 11). */
export const QRIS_LIMIT = 10_000_000n;

export type QrisFault =
  | 'MALFORMED'
  | 'WRONG_CHECKSUM'
  | 'DUPLICATE_TAG'
  | 'NOT_A_MERCHANT_QR'
  | 'NOT_RUPIAH'
  | 'AMOUNT_OUT_OF_RANGE'
  | 'NOT_STATIC';

/** What a merchant QR says. */
export interface Qris {
  kind: 'static' | 'dynamic';
  merchantName: string;
  merchantCity: string;
  /** Rupiah; undefined where the payer types it. */
  amount: bigint | undefined;
}

const CHECKSUM_LENGTH = 4;
const FULL_RUPIAH = /^(\d{1,13})(?:\.0{1,2})?$/;

/** Reads a QRIS and checks it: structure, checksum over UTF-8 bytes, country and currency, amount. */
export function readQris(payload: string): Result<Qris, QrisFault> {
  const parsed = checkedElements(payload);
  if (!parsed.ok) return parsed;
  const values = new Map(parsed.value.map(({ tag, value }) => [tag, value]));
  const fault = faultOf(values);
  if (fault !== undefined) return fail(fault);
  const stated = values.get('54');
  return ok({
    kind: values.get('01') === '12' ? 'dynamic' : 'static',
    merchantName: values.get('59') ?? '',
    merchantCity: values.get('60') ?? '',
    amount: stated === undefined ? undefined : BigInt(FULL_RUPIAH.exec(stated)?.[1] ?? '0'),
  });
}

function faultOf(values: ReadonlyMap<string, string>): QrisFault | undefined {
  const method = values.get('01') ?? '11';
  const hasAccount = [...values.keys()].some((tag) => tag >= '02' && tag <= '51');
  const isMethod = method === '11' || method === '12';
  const isMerchant = values.get('00') === '01' && isMethod && hasAccount && (values.get('59') ?? '') !== '';
  if (!isMerchant) return 'NOT_A_MERCHANT_QR';
  if (values.get('53') !== '360' || values.get('58') !== 'ID') return 'NOT_RUPIAH';
  const amount = values.get('54');
  return amount === undefined || FULL_RUPIAH.test(amount) ? undefined : 'AMOUNT_OUT_OF_RANGE';
}

/**
 * A static QRIS with an amount filled in. It has no callback: it only spares the payer typing, so it goes with kode unik,
 * proof or matched bank mutations. Fixed tips and fees of the original are dropped; everything else is copied as it is.
 *
 * @param amount rupiah, 1 to {@link QRIS_LIMIT}
 */
export function toDynamicQris(payload: string, amount: bigint): Result<string, QrisFault> {
  const qris = readQris(payload);
  if (!qris.ok) return qris;
  if (qris.value.kind !== 'static') return fail('NOT_STATIC');
  if (amount <= 0n || amount > QRIS_LIMIT) return fail('AMOUNT_OUT_OF_RANGE');
  const parsed = checkedElements(payload);
  if (!parsed.ok) return parsed;
  const kept = parsed.value.filter(({ tag }) => !DROPPED.has(tag));
  const [format, ...rest] = kept;
  if (!format) return fail('MALFORMED');
  const after = rest.findIndex(({ tag }) => tag > '54' && tag < '80');
  const at = after < 0 ? rest.length : after;
  const elements = [
    ...[format, { tag: '01', value: '12' }, ...rest.slice(0, at)],
    ...[{ tag: '54', value: amount.toString() }, ...rest.slice(at)],
  ];
  const body = `${writeTlv(elements)}6304`;
  return ok(body + crc16Hex(body));
}

const DROPPED = new Set(['01', '54', '55', '56', '57', '63']);

/** Root elements of a payload whose checksum is right and whose tags are there once. */
function checkedElements(payload: string): Result<TlvElement[], QrisFault> {
  const trimmed = payload.trim();
  const parsed = parseTlv(trimmed);
  if (!parsed.ok) return parsed;
  const last = parsed.value.at(-1);
  if (last?.tag !== '63' || last.value.length !== CHECKSUM_LENGTH) return fail('MALFORMED');
  if (crc16Hex(trimmed.slice(0, -CHECKSUM_LENGTH)) !== last.value.toUpperCase()) return fail('WRONG_CHECKSUM');
  if (new Set(parsed.value.map(({ tag }) => tag)).size !== parsed.value.length) return fail('DUPLICATE_TAG');
  return ok(parsed.value);
}
