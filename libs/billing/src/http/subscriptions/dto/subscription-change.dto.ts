import { type MoneyDto, pageDto } from '@app/platform';
import { SubscriptionDto } from '../../dto/subscription.dto';

/** Days of a service on a document. */
export class ChangeLineDto {
  description: string;

  /** First day. */
  periodStart: string | null;

  /** The day after the last one. */
  periodEnd: string | null;

  net: MoneyDto;

  tax: MoneyDto;
}

export class ChangeCreditNoteDto {
  /** Null in a preview. */
  id: string | null;

  /** Null in a preview. */
  number: string | null;

  invoiceId: string;

  invoiceNumber: string;

  reason: string;

  total: MoneyDto;

  /** Takes so much off what is still to pay of the invoice. */
  offset: MoneyDto;

  /** Goes to the credit balance: the paid share. */
  toCreditBalance: MoneyDto;

  lines: ChangeLineDto[];
}

export class ChangeInvoiceDto {
  /** Null in a preview. */
  id: string | null;

  /** Null in a preview. */
  number: string | null;

  issuedOn: string;

  dueOn: string;

  /** Unpaid from this instant on, it costs access. */
  isolirAt: Date;

  total: MoneyDto;

  /** Paid from the credit balance at once. */
  fromCreditBalance: MoneyDto;

  /** Paid from the deposit at once. */
  fromDeposit: MoneyDto;

  /** What is left to pay until the due day. */
  due: MoneyDto;

  lines: ChangeLineDto[];
}

/** What the billing run will make of the service after the change, as things are now. */
export class NextInvoiceDto {
  /** When the run takes it. */
  billAt: Date;

  issuedOn: string;

  dueOn: string;

  /** Of the lines here; other services of the account may stand on the same invoice. */
  total: MoneyDto;

  lines: ChangeLineDto[];
}

export class PlannedChangeDto {
  id: string;

  /** `CHANGE_PLAN`, `CANCEL`, `PAUSE`, `RESUME`, `CHANGE_ANCHOR` or `END_TRIAL`. */
  action: string;

  /** First local day on which it counts. */
  effectiveOn: string;

  effectiveAt: Date;

  /** What it needs to know, such as the plan. */
  payload: object;
}

/** A change that waits, was carried out, withdrawn, or failed. */
export class ScheduledChangeDto extends PlannedChangeDto {
  /** `PLANNED`, `DONE`, `CANCELLED` or `FAILED`. */
  state: string;

  /** Why it was withdrawn or failed. */
  reason: string | null;

  requestedBy: string;

  createdAt: Date;

  doneAt: Date | null;
}

export class ScheduledChangeListDto {
  items: ScheduledChangeDto[];
}

/** What a change did, or would do. */
export class ChangeDto {
  /** Nothing was changed. */
  preview: boolean;

  /** `PLAN_CHANGED`, `PAUSED` …; `CHANGE_PLANNED` when it waits for its day. */
  event: string;

  /** First local day on which it counts. */
  effectiveOn: string;

  creditNotes: ChangeCreditNoteDto[];

  /** Null: nothing is billed now. */
  invoice: ChangeInvoiceDto | null;

  /** Lines that wait for the next invoice. */
  pending: ChangeLineDto[];

  /** Null: nothing more is billed, or it is not known yet. */
  next: NextInvoiceDto | null;

  /** What the credit balance gains by the credit notes, before the invoice takes its part. */
  toCreditBalance: MoneyDto;

  /** What of it becomes deposit, from where it can be paid out. */
  refund: MoneyDto;

  /** Changes that wait for their day now. */
  planned: PlannedChangeDto[];

  /** Ids of planned changes that wait no longer. */
  dropped: string[];
}

/** The subscription as it is after the change (in a preview: as it would be), and the change. */
export class ChangedSubscriptionDto extends SubscriptionDto {
  change: ChangeDto;
}

/** A recurring product of a service. */
export class AddOnDto {
  id: string;

  productId: string;

  productCode: string;

  productName: string;

  quantity: number;

  startsOn: string;

  /** First day without it. */
  endsOn: string | null;
}

export class AddOnListDto {
  items: AddOnDto[];
}

/** One thing that happened. */
export class TimelineItemDto {
  id: string;

  /** `CHANGE`, `INVOICE`, `CREDIT_NOTE`, `PAYMENT` or `ACCESS`. */
  kind: string;

  /** `PLAN_CHANGED`, `ISSUED`, `RECEIVED`, `ISOLATED` … */
  what: string;

  happenedAt: Date;

  effectiveOn: string | null;

  /** Of the document. */
  number: string | null;

  /** Of the whole document, whatever else stands on it. */
  amount: MoneyDto | null;

  /** The document. */
  refId: string | null;

  actor: string | null;

  detail: object;
}

export class TimelinePageDto extends pageDto(TimelineItemDto) {}
