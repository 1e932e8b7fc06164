import {
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  ParseUUIDPipe,
  Post,
  Query,
  Res,
  StreamableFile,
} from '@nestjs/common';
import { ApiAcceptedResponse, ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { type FastifyReply } from 'fastify';
import { JobStartedDto, RequirePermission } from '@app/platform';
import { type DocumentFile, DocumentFiles } from '../../services/files/document-files.service';
import { PayLinks } from '../../services/files/pay-links.service';
import { DocumentLanguageDto, PayLinkDto } from './dto/document-files.dto';

const PDF = { schema: { type: 'string', format: 'binary' } };

/** Files of invoices and credit notes, and links to pay by. */
@ApiTags('invoices')
@ApiBearerAuth()
@Controller({ version: '1' })
export class DocumentFilesController {
  constructor(
    private readonly files: DocumentFiles,
    private readonly links: PayLinks,
  ) {}

  /** The invoice as PDF; 202 with a job when rendering takes longer than a few seconds: ask again when it is done. */
  @Get('invoices/:id/pdf')
  @RequirePermission('invoice:read')
  @ApiOkResponse({ content: { 'application/pdf': PDF } })
  @ApiAcceptedResponse({ type: JobStartedDto })
  async getInvoicePdf(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() query: DocumentLanguageDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile | JobStartedDto> {
    return answer(await this.files.invoice(id, query.language ?? 'id'), reply);
  }

  /** The credit note as PDF; 202 as with invoices. */
  @Get('credit-notes/:id/pdf')
  @RequirePermission('invoice:read')
  @ApiOkResponse({ content: { 'application/pdf': PDF } })
  @ApiAcceptedResponse({ type: JobStartedDto })
  async getCreditNotePdf(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() query: DocumentLanguageDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile | JobStartedDto> {
    return answer(await this.files.creditNote(id, query.language ?? 'id'), reply);
  }

  /** A link by which the invoice can be paid without signing in; the same one until it is about to end. */
  @Post('invoices/:id/pay-link')
  @HttpCode(200)
  @RequirePermission('invoice:pay-link')
  async createPayLink(@Param('id', ParseUUIDPipe) id: string): Promise<PayLinkDto> {
    return this.links.of(id);
  }

  /** Take every pay link of the invoice back. */
  @Delete('invoices/:id/pay-link')
  @HttpCode(204)
  @RequirePermission('invoice:void')
  async revokePayLink(@Param('id', ParseUUIDPipe) id: string): Promise<void> {
    await this.links.revoke(id);
  }
}

function answer(file: DocumentFile, reply: FastifyReply): StreamableFile | JobStartedDto {
  if ('content' in file) return new StreamableFile(file.content, { type: 'application/pdf', disposition: 'inline' });
  void reply.status(202);
  return file;
}
