import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsISO8601,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { MoneyDto, PageQueryDto, pageDto } from '@app/platform';
import {
  MUTATION_DIRECTIONS,
  MUTATION_STATES,
  type MutationDirection,
  type MutationState,
} from '../../../domain/bank/bank-mutation';

const LINE = /^[^\p{Cc}]*$/u;

/** One line of a statement as a forwarding service tells it. */
export class PushedMutationDto {
  /**
   * The service's name for it: the same name is taken once.
   * @example "moota-8231"
   */
  @IsString()
  @Length(1, 120)
  @Matches(LINE, { message: 'externalId must not contain control characters' })
  externalId: string;

  /**
   * Local day on which the bank booked it.
   * @example "2026-11-22"
   */
  @IsISO8601({ strict: true })
  @Matches(/^\d{4}-\d{2}-\d{2}$/, { message: 'bookedOn must be a day' })
  bookedOn: string;

  /** The moment with its offset, where the bank tells it. */
  @IsOptional()
  @IsISO8601({ strict: true })
  @Matches(/(?:Z|[+-]\d{2}:?\d{2})$/, { message: 'bookedAt must carry its offset' })
  bookedAt?: string;

  /** `CREDIT`: money came in. */
  @IsIn(MUTATION_DIRECTIONS)
  direction: MutationDirection;

  /** Above zero. */
  @IsObject()
  @ValidateNested()
  @Type(() => MoneyDto)
  amount: MoneyDto;

  @IsString()
  @MaxLength(500)
  @Matches(LINE, { message: 'description must not contain control characters' })
  description: string;
}

export class PushMutationsDto {
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(500)
  @ValidateNested({ each: true })
  @Type(() => PushedMutationDto)
  mutations: PushedMutationDto[];
}

/** Names of columns for exports that no preset knows. */
export class UploadMutationsQueryDto {
  /** Header of the column with the day. */
  @IsOptional()
  @IsString()
  @Length(1, 80)
  dateColumn?: string;

  @IsOptional()
  @IsString()
  @Length(1, 80)
  descriptionColumn?: string;

  /** One column for both directions, with a sign or CR/DB. */
  @IsOptional()
  @IsString()
  @Length(1, 80)
  amountColumn?: string;

  @IsOptional()
  @IsString()
  @Length(1, 80)
  markColumn?: string;

  @IsOptional()
  @IsString()
  @Length(1, 80)
  creditColumn?: string;

  @IsOptional()
  @IsString()
  @Length(1, 80)
  debitColumn?: string;
}

/** What an intake did. Lines that are known already are left alone. */
export class MutationIntakeDto {
  /** Lines that were told. */
  lines: number;
  /** Of them, new ones. */
  taken: number;
  /** Numbers of lines of the file without a sensible day or amount. */
  unreadable: number[];
}

/** Sorts: `bookedOn` (default, newest first), `amount`. */
export class BankMutationQueryDto extends PageQueryDto {
  @IsOptional()
  @IsUUID()
  bankAccountId?: string;

  /** `REVIEW`: a person has to decide. */
  @IsOptional()
  @IsIn(MUTATION_STATES)
  state?: MutationState;
}

/** Whose money it is: an attempt with this amount, or a customer. */
export class AssignMutationDto {
  @IsOptional()
  @IsUUID()
  attemptId?: string;

  @IsOptional()
  @IsUUID()
  customerId?: string;

  /** Settled first. */
  @IsOptional()
  @IsUUID()
  invoiceId?: string;
}

export class IgnoreMutationDto {
  /** What it is. */
  @IsString()
  @Length(3, 200)
  @Matches(LINE, { message: 'note must not contain control characters' })
  note: string;
}

/** One line of a bank statement. */
export class BankMutationDto {
  id: string;
  bankAccountId: string;
  /** Local day. */
  bookedOn: string;
  bookedAt: Date | null;
  /** `CREDIT` or `DEBIT`. */
  direction: string;
  amount: MoneyDto;
  description: string;
  /** Which of several equal lines of the day. */
  runningNo: number;
  externalId: string | null;
  /** `NEW`, `MATCHED`, `REVIEW`, `RECORDED`, `IGNORED`, `NOT_OURS`. */
  state: string;
  /** Attempts whose amount it could be. */
  candidates: number;
  attemptId: string | null;
  paymentId: string | null;
  note: string;
  decidedBy: string | null;
  decidedAt: Date | null;
}

export class BankMutationPageDto extends pageDto(BankMutationDto) {}
