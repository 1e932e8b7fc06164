/** CRC-16/CCITT-FALSE (polynomial 0x1021, start 0xFFFF, nothing reflected) over UTF-8 bytes (payments.md 11). */
export function crc16(text: string): number {
  let crc = 0xffff;
  for (const byte of Buffer.from(text, 'utf8')) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = ((crc & 0x8000) === 0 ? crc << 1 : (crc << 1) ^ 0x1021) & 0xffff;
  }
  return crc;
}

/** Four upper-case hex digits, as tag 63 of a QRIS carries them. */
export const crc16Hex = (text: string): string => crc16(text).toString(16).toUpperCase().padStart(4, '0');
