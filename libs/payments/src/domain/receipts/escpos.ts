const ESC = 0x1b;
const GS = 0x1d;

const INIT = [ESC, 0x40];
const CENTRE = [ESC, 0x61, 1];
const LEFT = [ESC, 0x61, 0];
const FEED = [ESC, 0x64, 4];
/** A printer without a cutter leaves it out. */
const CUT = [GS, 0x56, 0x42, 0];

const QR_MODULE = 5;
/** Level M: a quarter of the picture may be dirty. */
const QR_LEVEL = 49;

/**
 * Bytes for a thermal printer (payments.md 12.3): the text as it is, then a QR code. Everything outside of ASCII must have been
 * transliterated; control bytes of the text are dropped, so that no name speaks to the printer.
 *
 * @param qr ASCII; left out where there is none
 */
export function escPos(text: string, qr?: string): Buffer {
  const body = Buffer.from(text.replace(/[^\n\x20-\x7e]/g, ''), 'latin1');
  const code = qr === undefined ? Buffer.alloc(0) : qrCode(qr);
  return Buffer.concat([Buffer.from(INIT), Buffer.from(LEFT), body, code, Buffer.from(FEED), Buffer.from(CUT)]);
}

function qrCode(content: string): Buffer {
  const data = Buffer.from(content.replace(/[^\x20-\x7e]/g, ''), 'latin1');
  const command = (fn: number, ...parameters: number[]): number[] => {
    const length = parameters.length + 2;
    return [GS, 0x28, 0x6b, length & 0xff, length >> 8, 49, fn, ...parameters];
  };
  return Buffer.concat([
    Buffer.from([...CENTRE, ...command(65, 50, 0), ...command(67, QR_MODULE), ...command(69, QR_LEVEL)]),
    Buffer.from(command(80, 48, ...data)),
    Buffer.from([...command(81, 48), 0x0a, ...LEFT]),
  ]);
}
