import { Body, Controller, Get, Headers, Param, ParseUUIDPipe, Post, Query, StreamableFile } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Idempotent, MoneyDto, presentPage, RequirePermission } from '@app/platform';
import { PaymentPermissions } from '../payments.permissions';
import { PaymentsService } from '../services/payments.service';
import { RecordPaymentService } from '../services/record-payment.service';
import { Receipts } from '../services/receipts/receipts.service';
import { ReversePaymentService } from '../services/reverse-payment.service';
import { PaymentDetailDto, PaymentPageDto } from './dto/payment.dto';
import { PaymentListQueryDto } from './dto/payment-list-query.dto';
import { ReceiptQueryDto } from './dto/receipt-query.dto';
import { PaymentReversalDto, PaymentReversalListDto, ReversePaymentDto } from './dto/payment-reversal.dto';
import { RecordPaymentDto } from './dto/record-payment.dto';
import { presentPayment, presentPaymentDetail, presentReversal } from './payment.presenter';
import { toFilter, toRecordCommand } from './payment.requests';

@ApiTags('payments')
@ApiBearerAuth()
@Controller({ path: 'payments', version: '1' })
export class PaymentsController {
  constructor(
    private readonly payments: PaymentsService,
    private readonly recording: RecordPaymentService,
    private readonly reversing: ReversePaymentService,
    private readonly receipts: Receipts,
  ) {}

  /** Record money that a customer paid: settles the named invoice, then the oldest ones; the rest becomes deposit. */
  @Post()
  @Idempotent()
  @RequirePermission(PaymentPermissions['payment:record'])
  async recordPayment(
    @Body() body: RecordPaymentDto,
    @Headers('idempotency-key') key?: string,
  ): Promise<PaymentDetailDto> {
    const id = await this.recording.record(toRecordCommand(body, key));
    return presentPaymentDetail(await this.payments.get(id));
  }

  /** List payments, newest first. */
  @Get()
  @RequirePermission(PaymentPermissions['payment:read'])
  async listPayments(@Query() query: PaymentListQueryDto): Promise<PaymentPageDto> {
    return presentPage(await this.payments.list(toFilter(query)), presentPayment);
  }

  /** Read one payment with what it settled. */
  @Get(':id')
  @RequirePermission(PaymentPermissions['payment:read'])
  async getPayment(@Param('id', ParseUUIDPipe) id: string): Promise<PaymentDetailDto> {
    return presentPaymentDetail(await this.payments.get(id));
  }

  /** Take a payment back, whole or in part: its invoices are owed again, with fresh days to pay. */
  @Post(':id/reversals')
  @Idempotent()
  @RequirePermission(PaymentPermissions['payment:reverse'])
  async reversePayment(
    @Param('id', ParseUUIDPipe) paymentId: string,
    @Body() { amount, kind, reason }: ReversePaymentDto,
  ): Promise<PaymentReversalDto> {
    const part = amount === undefined ? {} : { amount: MoneyDto.toMoney(amount) };
    return presentReversal(await this.reversing.reverse({ paymentId, kind, reason, ...part }));
  }

  /** What was taken back of a payment, oldest first. */
  @Get(':id/reversals')
  @RequirePermission(PaymentPermissions['payment:read'])
  async listPaymentReversals(@Param('id', ParseUUIDPipe) id: string): Promise<PaymentReversalListDto> {
    return { items: (await this.reversing.of(id)).map(presentReversal) };
  }

  /**
   * The receipt to print or hand out. Every time counts: from the second on it is marked as a copy (`SALINAN ke-2`) and stands in
   * the audit log.
   */
  @Get(':id/receipt')
  @ApiProduces('text/plain', 'application/pdf', 'application/octet-stream')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  @RequirePermission(PaymentPermissions['payment:read'])
  async getPaymentReceipt(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() { format, language }: ReceiptQueryDto,
  ): Promise<StreamableFile> {
    const { content, type, fileName } = await this.receipts.print(id, format, language);
    return new StreamableFile(content, { type, disposition: `inline; filename="${fileName}"` });
  }
}
