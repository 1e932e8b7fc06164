import { IsIn, Matches } from 'class-validator';
import { pageDto, PageQueryDto } from '@app/platform';
import { MayBeAbsent } from '../../http/dto/may-be-absent';
import { PlainText } from '../../http/dto/plain-text';
import { APPROVAL_STATES, type ApprovalState } from '../approvals.repository';

/** Something that waits for a second person, or did. */
export class ApprovalDto {
  id: string;

  /** @example "payments.manual-settlement" */
  kind: string;

  /** What it is, in the caller's language. */
  title: string;

  /** What it is done to, such as `customer:<id>`. */
  subject: string;

  /** null when it concerns every site. */
  siteId: string | null;

  /** Exactly what is to be done; an approval holds for these values only. */
  payload: Record<string, unknown>;

  /** Why it needs a second person. */
  reason: string;

  /** `PENDING`, `APPROVED`, `REJECTED` or `EXPIRED`. */
  state: string;

  requestedBy: string;

  createdAt: Date;

  /** Until then it may be decided, and the approval used. */
  expiresAt: Date;

  decidedBy: string | null;

  decidedAt: Date | null;

  note: string;

  /** An approval is good for one use. */
  usedAt: Date | null;
}

export class ApprovalPageDto extends pageDto(ApprovalDto) {}

export class ApprovalListQueryDto extends PageQueryDto {
  @MayBeAbsent()
  @IsIn(APPROVAL_STATES)
  state?: ApprovalState;

  /** Only of this kind. */
  @MayBeAbsent()
  @Matches(/^[a-z]+\.[a-z-]+$/)
  kind?: string;
}

export class DecideApprovalDto {
  /** For whoever asked. */
  @MayBeAbsent()
  @PlainText(0, 500)
  note?: string;
}
