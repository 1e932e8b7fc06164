import { Body, Controller, Delete, HttpCode, Param, ParseUUIDPipe, Patch, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Idempotent, RequirePermission } from '@app/platform';
import { InvoiceDrafts } from '../../services/documents/drafts.service';
import { InvoicesService } from '../../services/invoices.service';
import { presentInvoiceDetail } from '../billing.presenter';
import { InvoiceDetailDto } from '../dto/invoice.dto';
import { draftLine } from './documents.presenter';
import { CreateDraftDto, UpdateDraftDto } from './dto/documents.dto';

/** Invoices that people write. */
@ApiTags('invoices')
@ApiBearerAuth()
@Controller({ path: 'invoices', version: '1' })
export class InvoiceDraftsController {
  constructor(
    private readonly drafts: InvoiceDrafts,
    private readonly invoices: InvoicesService,
  ) {}

  /** Begin an invoice by hand: a draft, without number, that owes nothing yet. */
  @Post()
  @Idempotent()
  @RequirePermission('invoice:write')
  async createInvoiceDraft(@Body() { customerId, lines }: CreateDraftDto): Promise<InvoiceDetailDto> {
    return this.shown(await this.drafts.create(customerId, lines.map(draftLine)));
  }

  /** Replace the lines of a draft. */
  @Patch(':id')
  @RequirePermission('invoice:write')
  async updateInvoiceDraft(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { version, lines }: UpdateDraftDto,
  ): Promise<InvoiceDetailDto> {
    await this.drafts.update(id, version, lines.map(draftLine));
    return this.shown(id);
  }

  /** Drop a draft. */
  @Delete(':id')
  @HttpCode(204)
  @RequirePermission('invoice:write')
  async deleteInvoiceDraft(@Param('id', ParseUUIDPipe) id: string): Promise<void> {
    await this.drafts.delete(id);
  }

  /** Issue a draft: number, date and tax of today; from then on it never changes. */
  @Post(':id/finalise')
  @HttpCode(200)
  @RequirePermission('invoice:write')
  async finaliseInvoice(@Param('id', ParseUUIDPipe) id: string): Promise<InvoiceDetailDto> {
    await this.drafts.finalise(id);
    return this.shown(id);
  }

  private async shown(id: string): Promise<InvoiceDetailDto> {
    return presentInvoiceDetail(await this.invoices.get(id));
  }
}
