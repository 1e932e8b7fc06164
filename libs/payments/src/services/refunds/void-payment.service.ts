import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { RefundErrors } from '../../payments-control.errors';
import { type PaymentReversal } from '../../repositories/payment-reversal.repository';
import { VoidRepository } from '../../repositories/refunds/void.repository';
import { Collections } from '../collectors/collections.service';
import { ReversePaymentService } from '../reverse-payment.service';

/** Takes a mistake of the counter back while its cash is still there (payments.md 12.1). Afterwards it takes a refund. */
@Injectable()
export class VoidPayment {
  constructor(
    private readonly reversing: ReversePaymentService,
    private readonly voids: VoidRepository,
    private readonly collections: Collections,
  ) {}

  /**
   * All of a cash or transfer payment; what a collector took only while it is in his hand.
   *
   * @throws DomainError CORE_NOT_FOUND, PAYMENTS_NO_CUSTOMER, REFUNDS_NOT_VOIDABLE, IAM_APPROVAL_REQUIRED above the four-eyes
   * limit, and those of `Collections.void`
   */
  @Transactional()
  async void(paymentId: string, reason: string): Promise<PaymentReversal> {
    const { payment } = await this.reversing.hold(paymentId, null);
    const isOurs = payment.method !== 'GATEWAY' && payment.attemptId === null;
    if (!isOurs || (await this.voids.isTouched(paymentId))) throw RefundErrors.NOT_VOIDABLE();
    if (payment.collectorId !== null) return this.collections.void(paymentId, reason);
    if (await this.voids.isClosed(paymentId)) throw RefundErrors.NOT_VOIDABLE();
    return this.reversing.reverse({ paymentId, kind: 'MISTAKE', reason });
  }
}
