import { Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query, Res, StreamableFile } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBearerAuth, ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import { type FastifyReply } from 'fastify';
import { PageQueryDto, presentPage, RequirePermission } from '@app/platform';
import { VoucherPermissions } from '../../vouchers.permissions';
import { VoucherFiles } from '../services/voucher-files.service';
import {
  ExportVouchersQueryDto,
  PrintVouchersQueryDto,
  VoucherFilePageDto,
  VoucherFileStartedDto,
} from './dto/voucher-file.dto';
import { answer, presentVoucherFile, streamed } from './print.presenter';

const BINARY = { schema: { type: 'string', format: 'binary' } };

/** Prints and exports of batches. */
@ApiTags('vouchers')
@ApiBearerAuth()
@Controller({ version: '1' })
export class VoucherFilesController {
  constructor(private readonly files: VoucherFiles) {}

  /**
   * Print the vouchers of a batch that can still be used. A small file is the answer; a big one is made by a worker (202) and
   * kept for a day. Every print counts and is audited.
   */
  @Post('voucher-batches/:id/print')
  @HttpCode(200)
  @ApiProduces('text/html', 'application/pdf', 'text/plain', 'application/octet-stream')
  @ApiOkResponse(BINARY)
  @ApiAcceptedResponse({ type: VoucherFileStartedDto })
  @RequirePermission(VoucherPermissions['voucher:print'])
  async printVoucherBatch(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() { template, format = 'html', language = 'id', first = 1, count }: PrintVouchersQueryDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile | VoucherFileStartedDto> {
    const part = { first, ...(count === undefined ? {} : { count }) };
    return answer(await this.files.print(id, { templateId: template, format, language, ...part }), reply);
  }

  /** All vouchers of a batch as a list, with codes, passwords and states. A long workbook or PDF is made by a worker (202). */
  @Get('voucher-batches/:id/export')
  @ApiOkResponse(BINARY)
  @ApiAcceptedResponse({ type: VoucherFileStartedDto })
  @RequirePermission(VoucherPermissions['voucher:make'])
  async exportVoucherBatch(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() { format = 'csv', language = 'id', first = 1, count }: ExportVouchersQueryDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile | VoucherFileStartedDto> {
    const part = { first, ...(count === undefined ? {} : { count }) };
    return answer(await this.files.export(id, { format, language, ...part }), reply);
  }

  /** What was printed and exported of a batch, newest first. */
  @Get('voucher-batches/:id/files')
  @RequirePermission(VoucherPermissions['voucher:read'])
  async listVoucherFiles(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() query: PageQueryDto,
  ): Promise<VoucherFilePageDto> {
    return presentPage(await this.files.list(query, id), presentVoucherFile);
  }

  /** A file that a worker made; 409 until it is ready, 404 after a day. */
  @Get('voucher-files/:id')
  @ApiOkResponse(BINARY)
  @RequirePermission(VoucherPermissions['voucher:print'])
  async getVoucherFile(@Param('id', ParseUUIDPipe) id: string): Promise<StreamableFile> {
    return streamed(await this.files.content(id));
  }
}
