import QRCode from 'qrcode';
import { Html } from '@app/platform';

const QUIET = 2;

/** A QR code as one path of an SVG; it scales with its box. */
export function qrSvg(content: string): Html {
  const { modules } = QRCode.create(content, { errorCorrectionLevel: 'M' });
  const { size } = modules;
  let path = '';
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size;) {
      let end = column;
      while (end < size && modules.get(row, end)) end += 1;
      if (end > column) path += `M${column + QUIET} ${row + QUIET}h${end - column}v1h-${end - column}z`;
      column = end + 1;
    }
  }
  const side = size + 2 * QUIET;
  return new Html(
    `<svg class="qr" viewBox="0 0 ${side} ${side}" shape-rendering="crispEdges" role="img"><path d="${path}"/></svg>`,
  );
}
