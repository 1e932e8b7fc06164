import { type MoneyDto, pageDto } from '@app/platform';
import { type PaymentMethod } from '../../domain/payment-method';

/** A recorded payment. It never changes. */
export class PaymentDto {
  id: string;
  /** The site whose books hold it. */
  siteId: string;

  /** Who paid; null for an anonymous sale. */
  customerId: string | null;

  /**
   * Receipt number, gapless within its site and month.
   * @example "KW/JKT/2026/11/00042"
   */
  receiptNumber: string;

  /** `CASH`, `TRANSFER` or `GATEWAY`. */
  method: PaymentMethod;

  /** What was paid. */
  amount: MoneyDto;

  /** The part that no invoice took; it settles future invoices. */
  depositAmount: MoneyDto;

  /** What the payer was charged on top of the amount for the way he paid. */
  fee: MoneyDto;

  /** The account of the books in which the money lies. */
  cashAccount: string;

  /** The attempt at a gateway that it settled. */
  attemptId: string | null;

  /** The gateway's channel. */
  channel: string | null;

  /** When the money was received. */
  receivedAt: Date;

  /** When it was recorded. */
  recordedAt: Date;

  /** Name of who recorded it. */
  recordedBy: string;

  /** Number of the transfer or of the paper receipt. */
  externalRef: string | null;

  /** For the staff; never shown to the customer. */
  note: string;

  /** Did it end an isolation of this customer's services? The routers follow within seconds of being reachable. */
  accessRestored: boolean;
}

/** What a payment did to one invoice. */
export class PaymentAllocationDto {
  invoiceId: string;
  invoiceNumber: string;

  /** The part of the payment that it took. */
  amount: MoneyDto;

  /** What the invoice still lacks at the time of this answer. */
  remaining: MoneyDto;
}

/** A payment with what it settled. */
export class PaymentDetailDto extends PaymentDto {
  /** The invoices that it settled in full or in part, oldest first. */
  allocations: PaymentAllocationDto[];
}

export class PaymentPageDto extends pageDto(PaymentDto) {}
