import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { MoneyDto, pageDto, PageQueryDto } from '@app/platform';
import { VOUCHER_RETURN_ACTIONS, type VoucherReturnAction } from '../../domain/voucher-return';
import { Flag, Line, MayBeAbsent } from './fields';

/** Which ones; sort: raisedAt (default, newest first). */
export class VoucherReturnListQueryDto extends PageQueryDto {
  /** `true`: only what nobody has decided; `false`: only what somebody has. */
  @MayBeAbsent()
  @Flag()
  open?: boolean;
}

/** A voucher that was used although its money went back. */
export class VoucherReturnDto {
  id: string;

  voucherId: string;

  siteId: string;

  code: string;

  /** Of the voucher, now. */
  state: string;

  firstLoginAt: Date | null;

  /** What it was sold for. */
  sold: MoneyDto | null;

  /** Why the money went back. */
  reason: string;

  raisedAt: Date;

  /** Null: nobody has decided. */
  @ApiProperty({ enum: VOUCHER_RETURN_ACTIONS, nullable: true })
  action: VoucherReturnAction | null;

  decisionReason: string | null;

  decidedBy: string | null;

  decidedAt: Date | null;
}

export class VoucherReturnPageDto extends pageDto(VoucherReturnDto) {}

/** What becomes of the voucher. */
export class DecideVoucherReturnDto {
  /** `END`: void from now on; `KEEP`: whoever has it may go on. */
  @IsIn(VOUCHER_RETURN_ACTIONS)
  action: VoucherReturnAction;

  /** Why, for the auditor. */
  @Line(3, 200)
  reason: string;
}
