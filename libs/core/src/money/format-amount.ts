import { currencyOf } from './currency';

/** An amount as people read it: `Rp 150.000`, `USD 12.50`. Plain ASCII, for printers of 32 columns. */
export function formatAmount(amount: bigint, currency: string): string {
  const { bookingScale } = currencyOf(currency);
  const indonesian = currency === 'IDR';
  const [thousands, decimal] = indonesian ? ['.', ','] : [',', '.'];
  const digits = (amount < 0n ? -amount : amount).toString().padStart(bookingScale + 1, '0');
  const whole = digits.slice(0, digits.length - bookingScale).replace(/\B(?=(\d{3})+$)/g, thousands);
  const fraction = bookingScale > 0 ? `${decimal}${digits.slice(-bookingScale)}` : '';
  return `${amount < 0n ? '-' : ''}${indonesian ? 'Rp' : currency} ${whole}${fraction}`;
}
