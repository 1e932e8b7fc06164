import { Html, html, NOTHING } from '@app/platform';
import { SHEET } from '../domain/sheet';
import { type PrintableCard, type PrintJob } from '../domain/print-job';
import { qrSvg } from './qr-svg';

const mm = (length: number): string => `${length.toFixed(2)}mm`;

/** Vouchers as one HTML page to print: no script, no file besides it. Everything that people typed is escaped. */
export function renderSheet(job: PrintJob): string {
  const { cards, title, language } = job;
  const perPage = job.grid === null ? 1 : (job.layout.perPage ?? 1);
  const pages: Html[] = [];
  for (let at = 0; at < cards.length; at += perPage) {
    pages.push(
      html`<section class="page">${cards.slice(at, at + perPage).map((card) => cardHtml(card, job))}</section>`,
    );
  }
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title}</title>
        ${styleOf(job)}
      </head>
      <body>
        ${pages}
      </body>
    </html> `.source;
}

function cardHtml({ texts, qr }: PrintableCard, { measure }: PrintJob): Html {
  const code = qr === null ? NOTHING : qrSvg(qr);
  const lines = texts.map((line) => {
    if (line === null) return measure.beside ? NOTHING : html`<p class="q">${code}</p>`;
    const marks = `${line.size} ${line.align}${line.bold ? ' B' : ''}`;
    return html`<p class="${marks}">${line.text}</p>`;
  });
  return html`<article>
    <div>${lines}</div>
    ${measure.beside ? code : NOTHING}
  </article>`;
}

/** Sizes come from the layout alone: no text of anybody gets into the style. */
function styleOf({ grid, measure, roll }: PrintJob): Html {
  const page =
    grid === null
      ? `@page{size:${mm(roll.width)} ${mm(roll.height)};margin:0}.page{width:${mm(roll.width)}}article{height:${mm(roll.height)}}`
      : `@page{size:A4;margin:${mm(SHEET.margin)}}.page{display:grid;width:${mm(SHEET.width)};` +
        `grid-template-columns:repeat(${grid.columns},${mm(grid.cellWidth)});grid-auto-rows:${mm(grid.cellHeight)}}` +
        `article{border:.2mm dashed #999}`;
  return new Html(`<style>
    *{box-sizing:border-box;margin:0}body{font:${mm(measure.font)}/1.2 Arial,Helvetica,sans-serif;color:#000;background:#fff}
    .page{break-after:page;break-inside:avoid}.page:last-child{break-after:auto}
    article{display:flex;align-items:center;overflow:hidden;padding:${mm(measure.padding)};break-inside:avoid}
    article>div{flex:1;min-width:0}p{overflow:hidden;white-space:nowrap}
    .S{font-size:.72em}.M{font-size:1em}.L{font-size:1.35em}.XL{font-size:1.75em}
    .B{font-weight:bold}.CENTER,.q{text-align:center}.RIGHT{text-align:right}.LEFT{text-align:left}
    .qr{width:${mm(measure.qr)};height:${mm(measure.qr)};flex:none;vertical-align:top}
    ${page}
    @media screen{body{background:#eee}.page{background:#fff;margin:4mm auto;box-shadow:0 0 2mm #bbb}}
  </style>`);
}
