import { Module } from '@nestjs/common';
import { SitesModule } from '@app/iam';
import { PdfRenderer } from '@app/platform';
import { VoucherFilesController } from './http/voucher-files.controller';
import { VoucherTemplatesController } from './http/voucher-templates.controller';
import { ForgetVoucherFilesJob } from './jobs/forget-voucher-files.job';
import { RenderVouchersJob } from './jobs/render-vouchers.job';
import { PrintableRepository } from './repositories/printable.repository';
import { VoucherFileRepository } from './repositories/voucher-file.repository';
import { VoucherTemplateRepository } from './repositories/voucher-template.repository';
import { FileOrders } from './services/file-orders.service';
import { VoucherFiles } from './services/voucher-files.service';
import { VoucherRenderer } from './services/voucher-renderer.service';
import { VoucherTemplates } from './services/voucher-templates.service';

/** Templates, prints and exports of vouchers. */
@Module({
  imports: [SitesModule],
  providers: [
    ...[PrintableRepository, VoucherFileRepository, VoucherTemplateRepository],
    ...[FileOrders, PdfRenderer, VoucherFiles, VoucherRenderer, VoucherTemplates],
  ],
  exports: [VoucherFileRepository, VoucherFiles, VoucherTemplates],
})
export class VoucherPrintModule {}

/** Its routes. */
@Module({ imports: [VoucherPrintModule], controllers: [VoucherTemplatesController, VoucherFilesController] })
export class VoucherPrintHttpModule {}

/** Its jobs. */
@Module({ imports: [VoucherPrintModule], providers: [RenderVouchersJob, ForgetVoucherFilesJob] })
export class VoucherPrintWorkerModule {}
