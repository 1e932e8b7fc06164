import { Type } from 'class-transformer';
import {
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsUUID,
  Length,
  Matches,
  Max,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { MoneyDto, pageDto, PageQueryDto } from '@app/platform';
import { ACCOUNT_STATUSES, type AccountStatus } from '../../../domain/accounts/gateway-account';
import { GATEWAY_CODES, GATEWAY_ENVIRONMENTS, type GatewayEnvironment } from '../../../gateways';
import { IsFlatRecord } from './flat-record';

const notNull = (_: unknown, value: unknown): boolean => value !== undefined && value !== null;
const LINE = /^[^\p{Cc}]*$/u;

/** A merchant account at a gateway. Its secrets are never shown. */
export class GatewayAccountDto {
  id: string;

  /**
   * Short and unique; its money lies on `CASH.GATEWAY.<code>` until it is paid out.
   * @example "DUITKU-1"
   */
  code: string;

  /** `duitku`, `midtrans`, `xendit`, `tripay`, `stripe`, `manual`, `unique-transfer`, `qris-static`. */
  gateway: string;

  /** The only site that it serves; null: all of them. */
  siteId: string | null;

  name: string;

  /** `SANDBOX` or `PRODUCTION`. */
  environment: string;

  /** What the gateway's form asks for, but for secrets. */
  settings: Record<string, string | number | boolean>;

  /** The account of the books for money on its way. */
  cashAccount: string;

  /** `PAUSED`: nothing new is started there; notifications are still taken. */
  status: string;

  currency: string;

  /** The smallest whole payment. */
  minAmount: MoneyDto;

  /** The largest whole payment; null: as the gateway allows. */
  maxAmount: MoneyDto | null;

  /** Accounts with a lower number come first. */
  priority: number;

  /** When its channels were last asked for. */
  channelsRefreshedAt: Date | null;

  /** Until then notifications signed with the secrets before the last rotation are taken as well. */
  previousUntil: Date | null;

  version: number;
  createdAt: Date;
  updatedAt: Date;
}

/** The same with what is only for who looks closer. */
export class GatewayAccountDetailDto extends GatewayAccountDto {
  /** Names of the secrets that are set. */
  secretKeys: string[];

  /** Where the gateway has to report. */
  callbackUrl: string;

  /** `closed`: it answers; `open`: calls pause after failures; `half-open`: the next call decides. As this process sees it. */
  health: string;
}

export class GatewayAccountPageDto extends pageDto(GatewayAccountDto) {}

/** Sorts: `code` (default), `priority`. */
export class GatewayListQueryDto extends PageQueryDto {
  /** Accounts of this site only. */
  @IsOptional()
  @IsUUID()
  siteId?: string;

  @IsOptional()
  @IsIn(GATEWAY_CODES)
  gateway?: string;

  @IsOptional()
  @IsIn(ACCOUNT_STATUSES)
  status?: AccountStatus;
}

/** Limits and order, as they may be set at any time. */
class GatewayTermsDto {
  /** The smallest whole payment. */
  @ValidateIf(notNull)
  @IsObject()
  @ValidateNested()
  @Type(() => MoneyDto)
  minAmount?: MoneyDto;

  /** The largest whole payment; null: as the gateway allows. */
  @ValidateIf(notNull)
  @IsObject()
  @ValidateNested()
  @Type(() => MoneyDto)
  maxAmount?: MoneyDto | null;

  /** Accounts with a lower number come first; default 100. */
  @ValidateIf((_, value: unknown) => value !== undefined)
  @IsInt()
  @Min(0)
  @Max(1_000)
  priority?: number;
}

/** A new merchant account. */
export class CreateGatewayDto extends GatewayTermsDto {
  /** Short and unique: capitals, digits, dashes. */
  @Matches(/^[A-Z0-9][A-Z0-9-]{1,19}$/, { message: 'code must be 2 to 20 capitals, digits or dashes' })
  code: string;

  @IsIn(GATEWAY_CODES)
  gateway: string;

  /** The only site that it serves; absent: all of them. */
  @ValidateIf(notNull)
  @IsUUID()
  siteId?: string | null;

  @Length(1, 80)
  @Matches(LINE, { message: 'name must not contain control characters' })
  name: string;

  @IsIn(GATEWAY_ENVIRONMENTS)
  environment: GatewayEnvironment;

  /** What the gateway's form asks for, but for secrets (`GET /gateways/forms`). */
  @IsFlatRecord(['string', 'number', 'boolean'])
  settings: Record<string, string | number | boolean>;

  /** Sealed at once, never shown again. */
  @IsFlatRecord(['string'])
  secrets: Record<string, string>;
}

/** A change of an account. */
export class UpdateGatewayDto extends GatewayTermsDto {
  @IsInt()
  @Min(1)
  version: number;

  @ValidateIf((_, value: unknown) => value !== undefined)
  @Length(1, 80)
  @Matches(LINE, { message: 'name must not contain control characters' })
  name?: string;

  /** All of them, in place of those before. */
  @ValidateIf((_, value: unknown) => value !== undefined)
  @IsFlatRecord(['string', 'number', 'boolean'])
  settings?: Record<string, string | number | boolean>;

  @ValidateIf((_, value: unknown) => value !== undefined)
  @IsIn(ACCOUNT_STATUSES)
  status?: AccountStatus;
}

/** New secrets. */
export class RotateGatewaySecretsDto {
  @IsInt()
  @Min(1)
  version: number;

  /** Those that change; the others stay. */
  @IsFlatRecord(['string'])
  secrets: Record<string, string>;

  /** For so long notifications signed with the secrets until now are taken as well; default 48. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(336)
  overlapHours?: number;
}

/** A way to choose from. */
export class GatewayChoiceDto {
  value: string;
  label: string;
}

/** One field of a gateway's form. */
export class GatewayFieldDto {
  key: string;

  /** `text`, `number`, `flag`, `choice`, `url` or `secret`. */
  kind: string;

  required: boolean;
  label: string;
  help: string | null;
  choices: GatewayChoiceDto[];
  default: string | number | boolean | null;
}

/** What an account of a gateway needs. */
export class GatewayFormDto {
  gateway: string;
  title: string;
  currencies: string[];

  /** `none`, `full` or `partial`. */
  refund: string;

  /** Who makes a payment certain: `gateway`, `mutation` or `person`. */
  confirmedBy: string;

  fields: GatewayFieldDto[];
}

export class GatewayFormListDto {
  items: GatewayFormDto[];
}

/** How a test of an account went. */
export class GatewayTestDto {
  /** Did the gateway answer, and take the keys? */
  ok: boolean;

  /** Channels that it offers now. */
  channels: number;

  /** Why not. */
  problem: string | null;
}
