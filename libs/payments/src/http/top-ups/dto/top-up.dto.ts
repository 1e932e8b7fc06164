import { Type } from 'class-transformer';
import { IsObject, IsOptional, IsString, IsUUID, MaxLength, ValidateNested } from 'class-validator';
import { MoneyDto, pageDto } from '@app/platform';

/** A deposit to be filled. */
export class StartTopUpDto {
  /** Above zero, in the customer's currency. */
  @IsObject()
  @ValidateNested()
  @Type(() => MoneyDto)
  amount: MoneyDto;

  /** Code of a channel; absent: the payer chooses on the gateway's page. */
  @IsOptional()
  @IsString()
  @MaxLength(60)
  channel?: string;

  /** One gateway account in particular. */
  @IsOptional()
  @IsUUID()
  accountId?: string;
}

/** A deposit that somebody wants to fill. */
export class TopUpDto {
  id: string;
  customerId: string;
  amount: MoneyDto;
  /** `OPEN` or `PAID`. */
  status: string;
  paymentId: string | null;
  createdBy: string;
  createdAt: Date;
  expiresAt: Date;
}

export class TopUpPageDto extends pageDto(TopUpDto) {}

/** What the payer needs. */
export class StartedTopUpDto extends TopUpDto {
  attemptId: string;
  /** `PENDING`: it can be paid now. */
  attemptState: string;
  /** What the payer pays, with his fee. */
  total: MoneyDto;
  vaNumber: string | null;
  qrString: string | null;
  payUrl: string | null;
}
