import { formatAmount, type Language } from '@app/core';

/** What a sold voucher says on a telephone. */
export interface SharedVoucher {
  siteName: string;
  profileName: string;
  code: string;
  /** Empty: the code is the password. */
  password: string;
  amount: bigint;
  currency: string;
}

const WORDS = {
  id: { head: 'Voucher WiFi', code: 'Kode', password: 'Sandi', package: 'Paket', price: 'Harga' },
  en: { head: 'WiFi voucher', code: 'Code', password: 'Password', package: 'Package', price: 'Price' },
} as const;

/** The text of a message. What people typed carries no formatting of the messenger. */
export function shareText(voucher: SharedVoucher, language: Language): string {
  const t = WORDS[language];
  const lines = [
    `*${t.head} ${plain(voucher.siteName)}*`,
    `${t.code}: ${voucher.code}`,
    ...(voucher.password === '' ? [] : [`${t.password}: ${voucher.password}`]),
    `${t.package}: ${plain(voucher.profileName)}`,
    `${t.price}: ${formatAmount(voucher.amount, voucher.currency)}`,
  ];
  return lines.join('\n');
}

/** Opens the messenger with the text; without a number the seller picks whom it goes to. */
export function waLink(text: string, phone?: string): string {
  return `https://wa.me/${phone === undefined ? '' : phone.replace('+', '')}?text=${encodeURIComponent(text)}`;
}

const plain = (text: string): string =>
  text
    .replace(/[*_~`]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
