import { Module } from '@nestjs/common';
import { CustomersModule } from '@app/customers';
import { BillingModule } from './billing.module';
import { CustomerListRepository } from './repositories/customers/customer-list.repository';
import { CustomerTimelineRepository } from './repositories/customers/customer-timeline.repository';
import { PayLinkRepository } from './repositories/files/pay-link.repository';
import { PrintedDocumentRepository } from './repositories/files/printed-document.repository';
import { RenderedDocumentRepository } from './repositories/files/rendered-document.repository';
import { CustomerList } from './services/customers/customer-list.service';
import { CustomerTimelines } from './services/customers/customer-timelines.service';
import { DocumentFiles } from './services/files/document-files.service';
import { DocumentPrinter } from './services/files/document-printer.service';
import { PayLinks } from './services/files/pay-links.service';

/** Documents and lists as files, links to pay by, and what customers went through. */
@Module({
  imports: [BillingModule, CustomersModule],
  providers: [
    CustomerList,
    CustomerListRepository,
    CustomerTimelineRepository,
    CustomerTimelines,
    DocumentFiles,
    DocumentPrinter,
    PayLinkRepository,
    PayLinks,
    PrintedDocumentRepository,
    RenderedDocumentRepository,
  ],
  exports: [CustomerList, CustomerTimelines, DocumentFiles, PayLinks],
})
export class BillingFilesModule {}
