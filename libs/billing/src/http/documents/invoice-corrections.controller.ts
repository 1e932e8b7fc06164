import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Idempotent, MoneyDto, RequirePermission } from '@app/platform';
import { InvoiceCorrections } from '../../services/documents/invoice-corrections.service';
import { InvoiceReissue } from '../../services/documents/invoice-reissue.service';
import { TaxDocuments } from '../../services/documents/tax-documents.service';
import { InvoicesService } from '../../services/invoices.service';
import { Withholdings } from '../../services/settlement/withholdings.service';
import { presentInvoiceDetail, presentLine } from '../billing.presenter';
import { InvoiceDetailDto } from '../dto/invoice.dto';
import { presentWithholding } from './documents.presenter';
import {
  InvoiceLineListDto,
  PutTaxDocumentDto,
  ReasonDto,
  RecordWithholdingDto,
  WithholdingDto,
  WithholdingListDto,
} from './dto/documents.dto';

/** What may become of an issued invoice. */
@ApiTags('invoices')
@ApiBearerAuth()
@Controller({ path: 'invoices', version: '1' })
export class InvoiceCorrectionsController {
  constructor(
    private readonly invoices: InvoicesService,
    private readonly corrections: InvoiceCorrections,
    private readonly reissues: InvoiceReissue,
    private readonly taxDocuments: TaxDocuments,
    private readonly withholdings: Withholdings,
  ) {}

  /** The lines of an invoice, with what may still be credited of each. */
  @Get(':id/lines')
  @RequirePermission('invoice:read')
  async listInvoiceLines(@Param('id', ParseUUIDPipe) id: string): Promise<InvoiceLineListDto> {
    const { lines, currency } = await this.invoices.get(id);
    return { items: lines.map((line) => presentLine(line, currency)) };
  }

  /** Make an invoice void: only while nothing is paid, credited or reported to the tax office. Its number stays. */
  @Post(':id/void')
  @HttpCode(200)
  @RequirePermission('invoice:void')
  async voidInvoice(@Param('id', ParseUUIDPipe) id: string, @Body() body: ReasonDto): Promise<InvoiceDetailDto> {
    await this.corrections.void(id, body.reason);
    return this.shown(id);
  }

  /** Give up what is left of an invoice. A later payment of it is a recovery. */
  @Post(':id/write-off')
  @HttpCode(200)
  @RequirePermission('invoice:write-off')
  async writeOffInvoice(@Param('id', ParseUUIDPipe) id: string, @Body() body: ReasonDto): Promise<InvoiceDetailDto> {
    await this.corrections.writeOff(id, body.reason);
    return this.shown(id);
  }

  /** Void it and issue the same lines again, with the names and the date of today. Answers the new invoice. */
  @Post(':id/reissue')
  @Idempotent()
  @RequirePermission('invoice:void')
  async reissueInvoice(@Param('id', ParseUUIDPipe) id: string, @Body() body: ReasonDto): Promise<InvoiceDetailDto> {
    return this.shown((await this.reissues.reissue(id, body.reason)).id);
  }

  /** Note the Faktur Pajak of an invoice; once it is reported, the invoice cannot become void any more. */
  @Put(':id/tax-document')
  @RequirePermission('invoice:tax')
  async putInvoiceTaxDocument(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { reported, ...document }: PutTaxDocumentDto,
  ): Promise<InvoiceDetailDto> {
    await this.taxDocuments.set(id, document, reported);
    return this.shown(id);
  }

  /** Tax that the payer kept back of an invoice. */
  @Get(':id/withholdings')
  @RequirePermission('invoice:read')
  async listInvoiceWithholdings(@Param('id', ParseUUIDPipe) id: string): Promise<WithholdingListDto> {
    await this.invoices.get(id);
    return { items: (await this.withholdings.of(id)).map(presentWithholding) };
  }

  /** Record withheld tax with its bukti potong; it settles the invoice like money. */
  @Post(':id/withholdings')
  @Idempotent()
  @RequirePermission('invoice:tax')
  async recordInvoiceWithholding(
    @Param('id', ParseUUIDPipe) invoiceId: string,
    @Body() { amount, certificate, receivedAt }: RecordWithholdingDto,
  ): Promise<WithholdingDto> {
    const request = { invoiceId, certificate, amount: MoneyDto.toMoney(amount), receivedAt: new Date(receivedAt) };
    return presentWithholding(await this.withholdings.record(request));
  }

  private async shown(id: string): Promise<InvoiceDetailDto> {
    return presentInvoiceDetail(await this.invoices.get(id));
  }
}
