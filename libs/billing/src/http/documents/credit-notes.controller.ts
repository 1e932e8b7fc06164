import { Body, Controller, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { uuidv7 } from '@app/core';
import { Idempotent, presentPage, RequirePermission } from '@app/platform';
import { CreditNotes } from '../../services/documents/credit-notes.service';
import { creditedLine, presentCreditNote, presentCreditNoteDetail } from './documents.presenter';
import { CreateCreditNoteDto, CreditNoteDetailDto, CreditNotePageDto, CreditNoteQueryDto } from './dto/documents.dto';

/** Credit notes: the only way to take something of an issued invoice back. */
@ApiTags('invoices')
@ApiBearerAuth()
@Controller({ path: 'credit-notes', version: '1' })
export class CreditNotesController {
  constructor(private readonly notes: CreditNotes) {}

  /** Credit notes in your scope; sorts: createdAt, number. */
  @Get()
  @RequirePermission('invoice:read')
  async listCreditNotes(@Query() query: CreditNoteQueryDto): Promise<CreditNotePageDto> {
    return presentPage(await this.notes.list(query, query), presentCreditNote);
  }

  /** One credit note with its lines. */
  @Get(':id')
  @RequirePermission('invoice:read')
  async getCreditNote(@Param('id', ParseUUIDPipe) id: string): Promise<CreditNoteDetailDto> {
    return presentCreditNoteDetail(await this.notes.get(id));
  }

  /** Issue a credit note; never above what is left of the invoice and its lines. */
  @Post()
  @Idempotent()
  @RequirePermission('invoice:credit')
  async createCreditNote(@Body() body: CreateCreditNoteDto): Promise<CreditNoteDetailDto> {
    const { invoiceId, reason, lines, sourceKey = `M:${uuidv7()}` } = body;
    // why: causes of our own have keys of other forms; nobody may take one of them
    const request = { invoiceId, reason, lines: lines.map(creditedLine), sourceKey: `API:${invoiceId}:${sourceKey}` };
    const currencies = lines.flatMap(({ net, tax }) => [net.currency, tax.currency]);
    const note = await this.notes.issue({ ...request, currencies });
    return presentCreditNoteDetail(await this.notes.get(note.id));
  }
}
