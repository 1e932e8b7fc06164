import path from 'node:path';
import { Injectable } from '@nestjs/common';
import pdfmake from 'pdfmake';
import { type TDocumentDefinitions } from 'pdfmake/interfaces';

/** A document as pdfmake takes it (https://pdfmake.github.io/docs/). */
export type PdfDefinition = TDocumentDefinitions;

const FONTS = path.join(path.dirname(require.resolve('pdfmake/package.json')), 'fonts', 'Roboto');
const font = (name: string): string => path.join(FONTS, `Roboto-${name}.ttf`);

pdfmake.setFonts({
  Roboto: {
    normal: font('Regular'),
    bold: font('Medium'),
    italics: font('Italic'),
    bolditalics: font('MediumItalic'),
  },
});
// why: a document never fetches anything, and reads no file but its fonts
pdfmake.setUrlAccessPolicy(() => false);
pdfmake.setLocalAccessPolicy((file: string) => path.resolve(file).startsWith(`${FONTS}${path.sep}`));

/** Makes PDF files. Costs tens of milliseconds of CPU per page: for workers. */
@Injectable()
export class PdfRenderer {
  /** The same definition gives the same pages; images only as data URLs. @throws Error for a definition that is not one */
  async render(definition: PdfDefinition): Promise<Buffer> {
    return pdfmake.createPdf({ defaultStyle: { font: 'Roboto', fontSize: 9 }, ...definition }).getBuffer();
  }
}
