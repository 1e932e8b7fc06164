import { IsBoolean, IsEmail, IsIn, IsInt, Length, Matches, Max, Min, ValidateIf } from 'class-validator';

const DIGITS = /^\d{1,15}$/;
const TEXT = /^[^\p{Cc}]*$/u;
const LINES = /^[^\p{Cc}\n]*(\n[^\p{Cc}\n]*)*$/u;
const filled = (_: unknown, value: unknown): boolean => value !== '' && value !== null;

/** Days on which nobody is isolated. */
export class IsolirCalendarDto {
  /** From this local hour of a Friday on nobody is isolated until Saturday; null: no rule. */
  @ValidateIf(filled)
  @IsInt()
  @Min(0)
  @Max(23)
  fridayFromHour: number | null;

  /** Nobody is isolated on a Saturday or Sunday. */
  @IsBoolean()
  weekends: boolean;

  /** Nobody is isolated on a day of the list of holidays. */
  @IsBoolean()
  holidays: boolean;
}

/** Local hours between which messages may go out. */
export class QuietHoursDto {
  /** First hour. */
  @IsInt()
  @Min(0)
  @Max(23)
  from: number;

  /** First hour after it. */
  @IsInt()
  @Min(1)
  @Max(24)
  to: number;
}

/** Fee for paying late; amounts in booking units (whole rupiah), as digits. */
export class LateFeePolicyDto {
  @IsIn(['NONE', 'FLAT', 'PERCENT'])
  kind: 'NONE' | 'FLAT' | 'PERCENT';

  /** @example "10000" */
  @Matches(DIGITS)
  flatAmount: string;

  /** Of what is still due, in hundredths of a per cent: 200 is 2 %. */
  @IsInt()
  @Min(0)
  @Max(10_000)
  percentBp: number;

  @Matches(DIGITS)
  minAmount: string;

  /** Null: no upper limit. */
  @ValidateIf(filled)
  @Matches(DIGITS)
  maxAmount: string | null;

  /** Again after so many days; null: once. */
  @ValidateIf(filled)
  @IsInt()
  @Min(1)
  @Max(365)
  everyDays: number | null;

  /** Tax of the fee; usually `NONE`. */
  @Matches(/^[A-Z0-9_]{1,32}$/)
  taxCode: string;
}

/** Numbers of documents. */
export class NumberPolicyDto {
  /**
   * `{site}`, `{yyyy}`, `{yy}`, `{mm}`, and `{seq}` or `{seq:5}` exactly once. The month or year has to be in it when the
   * numbers begin again with it.
   *
   * @example "INV/{site}/{yyyy}/{mm}/{seq:6}"
   */
  @Length(5, 64)
  @Matches(/^[A-Za-z0-9/._-]*(\{(site|yyyy|yy|mm)\}[A-Za-z0-9/._-]*)*\{seq(:[1-9])?\}[A-Za-z0-9/._-]*$/)
  pattern: string;

  @IsIn(['MONTH', 'YEAR', 'NEVER'])
  reset: 'MONTH' | 'YEAR' | 'NEVER';
}

/** Who documents are from. */
export class IssuerDto {
  @Length(0, 200)
  @Matches(TEXT)
  name: string;

  @Length(0, 500)
  @Matches(LINES)
  address: string;

  @Length(0, 30)
  @Matches(TEXT)
  phone: string;

  @ValidateIf(filled)
  @IsEmail()
  email: string;

  /** Tax number; empty for who is not registered for VAT. */
  @Matches(/^[0-9.\- ]{0,30}$/)
  npwp: string;

  /** PNG or JPEG of at most 150 KB as a data URL; empty: none. */
  @ValidateIf(filled)
  @Length(20, 210_000)
  @Matches(/^data:image\/(png|jpeg);base64,[A-Za-z0-9+/]+={0,2}$/)
  logo: string;

  /** Bank accounts, terms: printed at the foot of every page. */
  @Length(0, 1_000)
  @Matches(LINES)
  footer: string;
}
