import { Module } from '@nestjs/common';
import { CustomersModule } from '@app/customers';
import { PdfRenderer } from '@app/platform';
import { BillingModule } from './billing.module';
import { PayLinkRepository } from './repositories/files/pay-link.repository';
import { PrintedDocumentRepository } from './repositories/files/printed-document.repository';
import { RenderedDocumentRepository } from './repositories/files/rendered-document.repository';
import { DocumentFiles } from './services/files/document-files.service';
import { DocumentPrinter } from './services/files/document-printer.service';
import { PayLinks } from './services/files/pay-links.service';

/** Documents as files, and links to pay by. */
@Module({
  imports: [BillingModule, CustomersModule],
  providers: [
    DocumentFiles,
    DocumentPrinter,
    PayLinkRepository,
    PayLinks,
    PdfRenderer,
    PrintedDocumentRepository,
    RenderedDocumentRepository,
  ],
  exports: [DocumentFiles, PayLinks],
})
export class BillingFilesModule {}
