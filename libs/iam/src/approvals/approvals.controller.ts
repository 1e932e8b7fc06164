import {
  Body,
  Controller,
  Get,
  Headers,
  HttpCode,
  HttpStatus,
  Param,
  ParseUUIDPipe,
  Post,
  Query,
} from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Authenticated, languageOf, presentPage, RequirePermission } from '@app/platform';
import { presentApproval } from './approval.presenter';
import { Approvals } from './approvals.service';
import { ApprovalDto, ApprovalListQueryDto, ApprovalPageDto, DecideApprovalDto } from './dto/approval.dto';

/** What one person alone may not do: who asked, and who agreed. */
@ApiTags('approvals')
@ApiBearerAuth()
@Controller({ path: 'approvals', version: '1' })
export class ApprovalsController {
  constructor(private readonly approvals: Approvals) {}

  /** Requests for approval of your sites, and your own; newest first. */
  @Get()
  @RequirePermission('approval:read')
  async listApprovals(
    @Query() query: ApprovalListQueryDto,
    @Headers('accept-language') language?: string,
  ): Promise<ApprovalPageDto> {
    const page = await this.approvals.list(query, query);
    return presentPage(page, (approval) => presentApproval(approval, languageOf(language)));
  }

  /** One request: your own, or one of your sites. */
  @Get(':id')
  @Authenticated()
  async getApproval(
    @Param('id', ParseUUIDPipe) id: string,
    @Headers('accept-language') language?: string,
  ): Promise<ApprovalDto> {
    return presentApproval(await this.approvals.get(id), languageOf(language));
  }

  /** Agree, as a second person who holds the permission of its kind. Whoever asked then sends the same request again. */
  @Post(':id/approve')
  @HttpCode(HttpStatus.OK)
  @RequirePermission('approval:decide')
  async approveRequest(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: DecideApprovalDto,
    @Headers('accept-language') language?: string,
  ): Promise<ApprovalDto> {
    return presentApproval(await this.approvals.approve(id, body.note), languageOf(language));
  }

  /** Refuse. */
  @Post(':id/reject')
  @HttpCode(HttpStatus.OK)
  @RequirePermission('approval:decide')
  async rejectRequest(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: DecideApprovalDto,
    @Headers('accept-language') language?: string,
  ): Promise<ApprovalDto> {
    return presentApproval(await this.approvals.reject(id, body.note), languageOf(language));
  }
}
