import {
  Body,
  Controller,
  Get,
  HttpCode,
  Param,
  ParseUUIDPipe,
  Post,
  Query,
  type RawBodyRequest,
  Req,
  Res,
  StreamableFile,
} from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBearerAuth, ApiBody, ApiConsumes, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { Idempotent, presentPage, PROOF_TYPES, RequirePermission } from '@app/platform';
import { ClaimDecisions } from '../../services/claims/claim-decisions.service';
import { PaymentClaims } from '../../services/claims/payment-claims.service';
import { TransferPermissions } from '../../transfers.permissions';
import {
  ApproveClaimDto,
  PaymentClaimDto,
  PaymentClaimPageDto,
  PaymentClaimQueryDto,
  RejectClaimDto,
  SubmitClaimQueryDto,
} from './dto/payment-claim.dto';
import { presentClaim, toApproval, toClaim } from './payment-claim.presenter';

/** Proofs of transfers: a queue for people. A claim is never money. */
@ApiTags('payment-claims')
@ApiBearerAuth()
@Controller({ path: 'payment-claims', version: '1' })
export class PaymentClaimsController {
  constructor(
    private readonly claims: PaymentClaims,
    private readonly decisions: ClaimDecisions,
  ) {}

  /** Claims of your customers, oldest first. */
  @Get()
  @RequirePermission(TransferPermissions['payment:claims'])
  async listPaymentClaims(@Query() query: PaymentClaimQueryDto): Promise<PaymentClaimPageDto> {
    return presentPage(await this.claims.list(query), presentClaim);
  }

  /** Upload a proof for a customer: a JPG, PNG, WebP or PDF of at most 5 MB. */
  @Post()
  @RouteConfig({ bodyTypes: PROOF_TYPES })
  @ApiConsumes(...PROOF_TYPES)
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @RequirePermission(TransferPermissions['payment:submit-claim'])
  async submitPaymentClaim(
    @Query() query: SubmitClaimQueryDto,
    @Req() request: RawBodyRequest<FastifyRequest>,
  ): Promise<PaymentClaimDto> {
    const file = Buffer.isBuffer(request.rawBody) ? request.rawBody : Buffer.alloc(0);
    return presentClaim(await this.claims.submit(toClaim(query, await this.claims.currencyOf(query.customerId), file)));
  }

  /** One claim. */
  @Get(':id')
  @RequirePermission(TransferPermissions['payment:claims'])
  async getPaymentClaim(@Param('id', ParseUUIDPipe) id: string): Promise<PaymentClaimDto> {
    return presentClaim(await this.claims.get(id));
  }

  /** Its file: pictures to look at, a PDF to download. */
  @Get(':id/file')
  @ApiOkResponse({ content: { 'image/jpeg': { schema: { type: 'string', format: 'binary' } } } })
  @RequirePermission(TransferPermissions['payment:claims'])
  async getPaymentClaimFile(
    @Param('id', ParseUUIDPipe) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const { content, type } = await this.claims.file(id);
    const isPdf = type === 'application/pdf';
    void reply.header('content-security-policy', "default-src 'none'; sandbox");
    const disposition = `${isPdf ? 'attachment' : 'inline'}; filename="bukti-${id}.${isPdf ? 'pdf' : 'jpg'}"`;
    return new StreamableFile(content, { type, disposition });
  }

  /** Record the payment and approve, in one. Above the four-eyes limit a second person has to agree. */
  @Post(':id/approve')
  @HttpCode(200)
  @Idempotent()
  @RequirePermission(TransferPermissions['payment:claims'])
  async approvePaymentClaim(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: ApproveClaimDto,
  ): Promise<PaymentClaimDto> {
    return presentClaim(await this.decisions.approve(id, toApproval(body)));
  }

  /** Reject, with a reason for the customer. */
  @Post(':id/reject')
  @HttpCode(200)
  @RequirePermission(TransferPermissions['payment:claims'])
  async rejectPaymentClaim(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { reason }: RejectClaimDto,
  ): Promise<PaymentClaimDto> {
    return presentClaim(await this.decisions.reject(id, reason));
  }
}
