import { Type } from 'class-transformer';
import { IsDate, IsIn, IsOptional, IsUUID, Matches, ValidateNested } from 'class-validator';
import { MoneyDto, pageDto, PageQueryDto } from '@app/platform';
import { CODE_ALPHABETS, type CodeAlphabet, PASSWORD_MODES, type PasswordMode } from '../../domain/code-style';
import {
  BATCH_STATES,
  type BatchState,
  MOST_VOUCHERS,
  type Provisioning,
  PROVISIONINGS,
} from '../../domain/voucher-batch';
import { Line, MayBeAbsent, Units, Whole } from './fields';

/** How the codes of a batch look. */
export class CodeStyleDto {
  /**
   * In front of every code; may be empty.
   * @example "W"
   */
  @Matches(/^[A-Za-z0-9-]{0,8}$/, { message: 'prefix must be up to 8 letters, digits or -' })
  prefix: string;

  /** Random signs after the prefix. */
  @Whole(4, 32)
  length: number;

  /** `DIGITS`, `LETTERS` or `MIXED`; none has signs that are taken for each other. */
  @IsIn(Object.keys(CODE_ALPHABETS))
  alphabet: CodeAlphabet;

  /** `SAME`: the code is user name and password. `OWN`: with a password of its own. */
  @IsIn(PASSWORD_MODES)
  passwordMode: PasswordMode;
}

/** A batch of vouchers. They can be seen when it is `READY`. */
export class VoucherBatchDto {
  id: string;
  siteId: string;
  profileId: string;

  /** Whose vouchers they are; null: the house's. */
  resellerId: string | null;

  /** Only on this router; null: on every hotspot router of the site. */
  routerId: string | null;

  name: string;
  style: CodeStyleDto;
  quantity: number;

  /** How many are made so far. */
  made: number;

  /** `MAKING`, `READY`, `FAILED` (nothing of it stays) or `VOID`. */
  state: string;

  /** `PRECREATED`: on the routers from the start. `ON_ACTIVATION`: from its sale on. */
  provisioning: string;

  validityMinutes: number | null;
  validUntil: Date | null;
  uptimeLimitSeconds: number | null;
  dataLimitBytes: number | null;

  /** Of one voucher. */
  cost: MoneyDto;

  /** Of one voucher. */
  price: MoneyDto;

  /** `GET /jobs/{jobId}` shows how far it is. */
  jobId: string | null;

  createdByName: string;
  createdAt: Date;
  finishedAt: Date | null;
  version: number;
}

export class VoucherBatchPageDto extends pageDto(VoucherBatchDto) {}

/** Sorts: `createdAt` (default, newest first), `name`. */
export class VoucherBatchListQueryDto extends PageQueryDto {
  @IsOptional()
  @IsUUID()
  siteId?: string;

  @IsOptional()
  @IsUUID()
  profileId?: string;

  @IsOptional()
  @IsUUID()
  resellerId?: string;

  @IsOptional()
  @IsIn(BATCH_STATES)
  state?: BatchState;
}

/** A batch of the house, to be made of a package; its limits and validity are copied now. Resellers buy theirs from their wallets. */
export class CreateVoucherBatchDto {
  @IsUUID()
  profileId: string;

  /** @example "Warung Bu Sri, November" */
  @Line(1, 80)
  name: string;

  @Whole(1, MOST_VOUCHERS)
  quantity: number;

  /** Short codes are refused where so many could be guessed. */
  @ValidateNested()
  @Type(() => CodeStyleDto)
  style: CodeStyleDto;

  /** Default `PRECREATED`. */
  @MayBeAbsent()
  @IsIn(PROVISIONINGS)
  provisioning?: Provisioning;

  @IsOptional()
  @IsUUID()
  routerId?: string;

  /** Not after, whenever it was first used. */
  @IsOptional()
  @Type(() => Date)
  @IsDate()
  validUntil?: Date;

  /** In the place of the package's cost. */
  @MayBeAbsent()
  @Units()
  costAmount?: string;

  /** In the place of the package's price. */
  @MayBeAbsent()
  @Units()
  priceAmount?: string;
}

export class VoidVoucherBatchDto {
  /** @example "Salah harga" */
  @Line(1, 200)
  reason: string;
}

/** A batch that was voided; what was sold or used of it stays good. */
export class VoidedVoucherBatchDto {
  batch: VoucherBatchDto;

  /** Vouchers that were voided. */
  voided: number;
}
