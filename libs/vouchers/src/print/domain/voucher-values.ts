import { formatAmount, type Language } from '@app/core';
import { type TemplateLayout, type VoucherValues } from './voucher-template';

/** A voucher as it is printed; the password is empty where the code is one too. */
export interface PrintableVoucher {
  /** Its place in the batch, from 1 on. */
  number: number;
  code: string;
  password: string;
  profileName: string;
  siteName: string;
  batchName: string;
  validityMinutes: number | null;
  validUntil: Date | null;
  uptimeLimitSeconds: bigint | null;
  dataLimitBytes: bigint | null;
  priceAmount: bigint;
  currency: string;
  timeZone: string;
}

const WORDS = {
  id: { d: 'hari', h: 'jam', m: 'menit', plural: '' },
  en: { d: 'day', h: 'hour', m: 'minute', plural: 's' },
} as const;

/** What the template shows of a voucher, as plain text. */
export function voucherValues(
  voucher: PrintableVoucher,
  { loginHost, phone }: Pick<TemplateLayout, 'loginHost' | 'phone'>,
  language: Language,
): VoucherValues {
  const { code, password, profileName, siteName, batchName, validityMinutes, validUntil, timeZone } = voucher;
  return {
    ...{ code, password, package: profileName, site: siteName, batch: batchName, phone, login: loginHost },
    price: voucher.priceAmount === 0n ? '' : formatAmount(voucher.priceAmount, voucher.currency),
    validity: validityMinutes === null ? '' : durationText(BigInt(validityMinutes) * 60n, language),
    quota: quotaText(voucher, language),
    until: validUntil === null ? '' : validUntil.toLocaleDateString(LOCALES[language], { timeZone }),
    number: String(voucher.number),
    qr: loginLink(loginHost, code, password),
  };
}

const LOCALES = { id: 'id-ID', en: 'en-GB' } as const;

/** The page of the hotspot that logs in by itself; the code where the hotspot has no name. */
export function loginLink(host: string, code: string, password: string): string {
  if (host === '') return code;
  const secret = password === '' ? code : password;
  return `http://${host}/login?username=${encodeURIComponent(code)}&password=${encodeURIComponent(secret)}`;
}

/** `1 hari`, `12 hours`, `90 minutes`: the largest unit that divides it. */
export function durationText(seconds: bigint, language: Language): string {
  const words = WORDS[language];
  const units = [
    { size: 86_400n, word: words.d },
    { size: 3_600n, word: words.h },
    { size: 60n, word: words.m },
  ];
  const { size, word } = units.find((unit) => seconds >= unit.size && seconds % unit.size === 0n) ?? {
    size: 60n,
    word: words.m,
  };
  const count = seconds / size;
  return `${count} ${word}${count === 1n ? '' : words.plural}`;
}

function quotaText({ uptimeLimitSeconds, dataLimitBytes }: PrintableVoucher, language: Language): string {
  const parts: string[] = [];
  if (uptimeLimitSeconds !== null) parts.push(durationText(uptimeLimitSeconds, language));
  if (dataLimitBytes !== null) parts.push(bytesText(dataLimitBytes));
  return parts.join(' / ');
}

function bytesText(bytes: bigint): string {
  const megabytes = bytes / 1_000_000n;
  return megabytes >= 1_000n && megabytes % 1_000n === 0n ? `${megabytes / 1_000n} GB` : `${megabytes} MB`;
}
