import { createRequire } from 'node:module';
import path from 'node:path';
import { Injectable } from '@nestjs/common';
import type pdfmake from 'pdfmake';
import { type TDocumentDefinitions } from 'pdfmake/interfaces';

/** A document as pdfmake takes it (https://pdfmake.github.io/docs/). */
export type PdfDefinition = TDocumentDefinitions;

const FONTS = path.join(path.dirname(require.resolve('pdfmake/package.json')), 'fonts', 'Roboto');
const font = (name: string): string => path.join(FONTS, `Roboto-${name}.ttf`);

type Maker = typeof pdfmake;
let loaded: Maker | undefined;

/** The library, loaded with the first document: most processes never make one, and it takes a tenth of a second. */
function maker(): Maker {
  if (loaded) return loaded;
  const fresh = createRequire(__filename)('pdfmake') as Maker;
  fresh.setFonts({
    Roboto: {
      normal: font('Regular'),
      bold: font('Medium'),
      italics: font('Italic'),
      bolditalics: font('MediumItalic'),
    },
  });
  // why: a document never fetches anything, and reads no file but its fonts
  fresh.setUrlAccessPolicy(() => false);
  fresh.setLocalAccessPolicy((file: string) => path.resolve(file).startsWith(`${FONTS}${path.sep}`));
  loaded = fresh;
  return fresh;
}

/** Makes PDF files. Costs tens of milliseconds of CPU per page: for workers. */
@Injectable()
export class PdfRenderer {
  /** The same definition gives the same pages; images only as data URLs. @throws Error for a definition that is not one */
  async render(definition: PdfDefinition): Promise<Buffer> {
    return maker()
      .createPdf({ defaultStyle: { font: 'Roboto', fontSize: 9 }, ...definition })
      .getBuffer();
  }
}
