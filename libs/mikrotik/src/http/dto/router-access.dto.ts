import { applyDecorators } from '@nestjs/common';
import { IntersectionType, PickType } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Matches,
  Min,
  Validate,
  ValidateIf,
} from 'class-validator';
import { IsNetwork } from '@app/platform';
import { CreateRouterDto } from './router.dto';

/** One sentence in both languages. */
export class BilingualTextDto {
  id: string;
  en: string;
}

/** Something that does not stop us. */
export class RouterTestWarningDto {
  /** `CLOCK_SKEW`, `NO_SENSITIVE`, `SESSIONS_SHORT` or `FASTTRACK`. */
  code: string;

  text: BilingualTextDto;

  detail: string | null;
}

/** What a test of a router found. */
export class RouterTestDto {
  /** Everything works. */
  ok: boolean;

  /**
   * `OK`, `DISABLED`, `HOST_NOT_ALLOWED`, `NAME_NOT_RESOLVED`, `UNREACHABLE`, `REFUSED`, `API_DISABLED`, `TIMED_OUT`,
   * `CLOSED_BY_ROUTER`, `ADDRESS_LIST`, `MAX_SESSIONS`, `TLS`, `TLS_WRONG_PROTOCOL`, `PLAIN_ON_TLS_PORT`,
   * `TLS_NO_CERTIFICATE`, `TLS_CA`, `TLS_FINGERPRINT`, `PLAIN_NOT_ALLOWED`, `WRONG_PASSWORD`, `IDENTITY_MISMATCH`,
   * `PERMISSION`, `TOO_OLD`, `NOT_ROUTEROS` or `FAILED`.
   */
  diagnosis: string;

  /** What that means and what to do. */
  message: BilingualTextDto;

  /** The words of the router or the network, where something failed. */
  reason: string | null;

  /** Time of one command. */
  latencyMs: number | null;

  identity: string | null;

  rosVersion: string | null;

  boardName: string | null;

  serialNumber: string | null;

  /** Milliseconds that the router's clock is ahead of ours. */
  clockSkewMs: number | null;

  /** Policies that our user lacks: `read`, `write`, `api`, `test`. */
  missingPolicies: string[];

  warnings: RouterTestWarningDto[];
}

/** A router that is not registered yet, and how to log in. */
export class TestRouterDto extends PickType(CreateRouterDto, [
  ...(['host', 'port', 'protocol', 'tlsMode', 'caPem', 'plainAllowed', 'anonymousTlsAllowed', 'codePage'] as const),
  ...(['username', 'password', 'accessDraftId'] as const),
]) {}

/** What the script should do. */
export class AccessScriptOptionsDto {
  /** Addresses or networks from which we reach the router; default: ROUTER_OWN_ADDRESSES. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @Validate(IsNetwork, { each: true })
  ourAddresses?: string[];

  /** Make a certificate and use TLS. */
  @IsOptional()
  @IsBoolean()
  tls?: boolean;

  /** RouterOS 6 or 7. */
  @IsOptional()
  @IsIn([6, 7])
  major?: 6 | 7;

  /** Policy `sensitive`: passwords of subscribers can be read back, for importing what is on the router. */
  @IsOptional()
  @IsBoolean()
  readSecrets?: boolean;

  /** Policy `rest-api`, and the web service instead of the API. */
  @IsOptional()
  @IsBoolean()
  rest?: boolean;

  /** Policy `password`: we may change our own password. */
  @IsOptional()
  @IsBoolean()
  rotation?: boolean;
}

export class CreateAccessScriptDto extends IntersectionType(
  AccessScriptOptionsDto,
  PickType(CreateRouterDto, ['siteId', 'host'] as const),
) {
  /** Default `langgan`. */
  @IsOptional()
  @IsString()
  @Matches(/^[A-Za-z0-9](?:[A-Za-z0-9_.#@-]{0,62}[A-Za-z0-9])?$/, {
    message: 'username must begin and end with a letter or digit',
  })
  username?: string;
}

export class RenewAccessScriptDto extends AccessScriptOptionsDto {
  /** Give up an earlier script that was not pasted. Whoever pastes it later locks us out. */
  @IsOptional()
  @IsBoolean()
  replace?: boolean;
}

/** `?flag=true`. */
export const IsQueryFlag = (): PropertyDecorator =>
  applyDecorators(
    IsBoolean(),
    Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value)),
  );

/** The same by query string. */
export class AccessScriptQueryDto {
  /** With the policy `sensitive`. */
  @IsOptional()
  @IsQueryFlag()
  readSecrets?: boolean;

  /** With the policy `password`. */
  @IsOptional()
  @IsQueryFlag()
  rotation?: boolean;
}

/** Commands to paste into a terminal of the router. */
export class AccessScriptDto {
  script: string;

  /** Name of our user on the router. */
  username: string;

  /** Until then the password in the script counts; it is shown this once only. */
  validUntil: Date | null;
}

export class AccessDraftDto extends AccessScriptDto {
  /** Send it as `accessDraftId` when the router is added or tested. */
  draftId: string;
}

export class AcceptIdentityDto {
  /** From the last read. */
  @IsInt()
  @Min(1)
  version: number;

  /** `foreignSerial` of the router: the one that you have seen, and no other. */
  @IsString()
  @Length(1, 100)
  serialNumber: string;
}

export class PinCertificateDto {
  /** From the last read. */
  @IsInt()
  @Min(1)
  version: number;

  /** SHA-256, `AA:BB:…`. Null trusts the certificate of the next connection. */
  @ValidateIf((_, value) => value !== null)
  @IsString()
  @Matches(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/, { message: 'fingerprint must be a SHA-256 as AA:BB:…' })
  fingerprint: string | null;
}

/** Watch it at `GET /jobs/{id}`. */
export class RotationStartedDto {
  /** @format uuid */
  jobId: string;
}
