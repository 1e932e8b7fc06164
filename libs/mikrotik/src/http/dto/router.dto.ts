import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  Max,
  Min,
  Validate,
  ValidateIf,
  ValidatorConstraint,
  type ValidatorConstraintInterface,
} from 'class-validator';
import { isHost, pageDto, PageQueryDto } from '@app/platform';
import {
  CODE_PAGES,
  type CodePage,
  ROUTER_PROTOCOLS,
  type RouterProtocol,
  TLS_MODES,
  type TlsMode,
} from '../../transport/reach';
import {
  IDENTITY_STATES,
  type IdentityState,
  ROUTER_HEALTHS,
  ROUTER_MODES,
  type RouterHealth,
  type RouterMode,
} from '../../entities/router.entity';

const PRINTABLE = /^[\x20-\x7e]*$/;
const NAME = /^[^\p{Cc}]+$/u;

@ValidatorConstraint({ name: 'isHost' })
class IsHost implements ValidatorConstraintInterface {
  validate(value: unknown): boolean {
    return typeof value === 'string' && isHost(value);
  }

  defaultMessage(): string {
    return 'host must be an IP address or a host name, without a port';
  }
}

/** Words by which operators sort their routers. */
const IsTags = (): PropertyDecorator =>
  applyDecorators(
    IsArray(),
    ArrayMaxSize(20),
    IsString({ each: true }),
    Matches(/^[\p{L}\p{N}][\p{L}\p{N}_.:-]{0,39}$/u, { each: true, message: 'a tag is a word of letters and digits' }),
  );

/** A router of the registry. Its password is never shown. */
export class RouterDto {
  id: string;

  siteId: string;

  /** @example "Router Kemang" */
  name: string;

  /** @example "10.10.0.1" */
  host: string;

  /** @example 8728 */
  port: number;

  /** `API` or `REST`. */
  protocol: string;

  /** `PLAIN`, `PINNED` or `CA`. */
  tlsMode: string;

  /** SHA-256 of the certificate that the router must show; taken from the first TLS connection in mode `PINNED`. */
  tlsFingerprint: string | null;

  /** Certificate of the router's own CA, PEM. */
  caPem: string | null;

  /** Whether the router may be reached without TLS. */
  plainAllowed: boolean;

  /** Whether mode `PINNED` accepts a router without any certificate. */
  anonymousTlsAllowed: boolean;

  /** How comments that are no UTF-8 are read. */
  codePage: string;

  username: string;

  /**
   * `MANAGED`; `MAINTENANCE`: nothing is written and what should be waits, probes go on, alerts are silent; `DISABLED`: the
   * router is left alone altogether.
   */
  mode: string;

  tags: string[];

  /** Pinned at the first connection. */
  serialNumber: string | null;

  /** `UNKNOWN`, `PINNED`, or `IDENTITY_MISMATCH`: another router answers at the address, and nothing is written to it. */
  identityState: string;

  /** Serial number of the other router that answers. */
  foreignSerial: string | null;

  /** Milliseconds that its clock is ahead of ours. */
  clockSkewMs: number | null;

  /** When the router was last inspected; see `GET /routers/{id}/capabilities`. */
  capabilitiesAt: Date | null;

  passwordChangedAt: Date;

  /** Until then a new password may be on its way to the router. */
  passwordPendingUntil: Date | null;

  /** `UNKNOWN`, `ONLINE`, `DEGRADED` or `OFFLINE`. */
  health: string;

  healthChangedAt: Date | null;

  /** Name that the router gives itself. */
  identity: string | null;

  /** @example "7.16.2" */
  rosVersion: string | null;

  boardName: string | null;

  bootedAt: Date | null;

  /** Percent. */
  cpuLoad: number | null;

  lastSeenAt: Date | null;

  lastErrorCode: string | null;

  lastError: string | null;

  /** Until then the router is left alone after a failure. */
  nextAttemptAt: Date | null;

  lastFullSyncAt: Date | null;

  /** Send it back with an edit. */
  version: number;

  createdAt: Date;

  updatedAt: Date;
}

export class RouterPageDto extends pageDto(RouterDto) {}

export class RouterListQueryDto extends PageQueryDto {
  /** Part of the name, the host or the identity. */
  @IsOptional()
  @IsString()
  @Length(1, 100)
  q?: string;

  /** Only routers of this site. */
  @IsOptional()
  @IsUUID()
  siteId?: string;

  @IsOptional()
  @IsIn(ROUTER_HEALTHS)
  health?: RouterHealth;

  @IsOptional()
  @IsIn(ROUTER_MODES)
  mode?: RouterMode;

  @IsOptional()
  @IsIn(IDENTITY_STATES)
  identityState?: IdentityState;

  /** Only routers with all of these tags, separated by commas. */
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.split(',') : value))
  @IsTags()
  tags?: string[];
}

export class CreateRouterDto {
  /** A site in your scope. */
  @IsUUID()
  siteId: string;

  /** Unique in the installation. */
  @IsString()
  @Length(1, 100)
  @Matches(NAME)
  name: string;

  /**
   * IP address or host name within the allowed networks.
   * @example "10.10.0.1"
   */
  @Validate(IsHost)
  host: string;

  /** Default 8728, with TLS 8729; with REST 80 and 443. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(65_535)
  port?: number;

  /** How to talk to it; `REST` needs RouterOS 7. Default `API`. */
  @IsOptional()
  @IsIn(ROUTER_PROTOCOLS)
  protocol?: RouterProtocol;

  /**
   * `PLAIN`, TLS with the certificate of the first connection (`PINNED`), or TLS with a certificate of your own CA (`CA`).
   */
  @IsOptional()
  @IsIn(TLS_MODES)
  tlsMode?: TlsMode;

  /** Certificate of the CA as PEM; needed in mode `CA`. */
  @IsOptional()
  @IsString()
  @Length(1, 20_000)
  @Matches(/^-----BEGIN CERTIFICATE-----/, { message: 'caPem must be a certificate as PEM' })
  caPem?: string | null;

  /** Allow connections without TLS: the password of the router then crosses the network in clear. */
  @IsOptional()
  @IsBoolean()
  plainAllowed?: boolean;

  /** In mode `PINNED`, accept a router without any certificate. It protects from listeners only, not from impostors. */
  @IsOptional()
  @IsBoolean()
  anonymousTlsAllowed?: boolean;

  /** How comments that are no UTF-8 are read. Default windows-1252. */
  @IsOptional()
  @IsIn(CODE_PAGES)
  codePage?: CodePage;

  /** Of a user whose group has read, write, api and test; not needed with `accessDraftId`. */
  @ValidateIf(({ accessDraftId }: CreateRouterDto) => accessDraftId === undefined)
  @IsString()
  @Length(1, 64)
  @Matches(PRINTABLE, { message: 'username must be ASCII' })
  username?: string;

  /** Kept sealed; never shown again. Not needed with `accessDraftId`. */
  @ValidateIf(({ accessDraftId }: CreateRouterDto) => accessDraftId === undefined)
  @IsString()
  @Length(0, 128)
  @Matches(PRINTABLE, { message: 'password must be ASCII' })
  password?: string;

  /** From `POST /routers/access-script`: user and password are those of the script. It serves for one router. */
  @IsOptional()
  @IsUUID()
  accessDraftId?: string;

  @IsOptional()
  @IsIn(ROUTER_MODES)
  mode?: RouterMode;

  /** At most 20 words of your own: letters, digits, `-`, `_`, `.` and `:`. */
  @IsOptional()
  @IsTags()
  tags?: string[];
}

export class UpdateRouterDto {
  /** From the last read. */
  @IsInt()
  @Min(1)
  version: number;

  @IsOptional()
  @IsString()
  @Length(1, 100)
  @Matches(NAME)
  name?: string;

  @IsOptional()
  @Validate(IsHost)
  host?: string;

  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(65_535)
  port?: number;

  /** How to talk to it; `REST` needs RouterOS 7. Default `API`. */
  @IsOptional()
  @IsIn(ROUTER_PROTOCOLS)
  protocol?: RouterProtocol;

  /**
   * `PLAIN`, TLS with the certificate of the first connection (`PINNED`), or TLS with a certificate of your own CA (`CA`).
   */
  @IsOptional()
  @IsIn(TLS_MODES)
  tlsMode?: TlsMode;

  /** Certificate of the CA as PEM; needed in mode `CA`. */
  @IsOptional()
  @IsString()
  @Length(1, 20_000)
  @Matches(/^-----BEGIN CERTIFICATE-----/, { message: 'caPem must be a certificate as PEM' })
  caPem?: string | null;

  /** Allow connections without TLS: the password of the router then crosses the network in clear. */
  @IsOptional()
  @IsBoolean()
  plainAllowed?: boolean;

  /** In mode `PINNED`, accept a router without any certificate. It protects from listeners only, not from impostors. */
  @IsOptional()
  @IsBoolean()
  anonymousTlsAllowed?: boolean;

  /** How comments that are no UTF-8 are read. Default windows-1252. */
  @IsOptional()
  @IsIn(CODE_PAGES)
  codePage?: CodePage;

  @IsOptional()
  @IsString()
  @Length(1, 64)
  @Matches(PRINTABLE, { message: 'username must be ASCII' })
  username?: string;

  /** Leave it out to keep the present one. */
  @IsOptional()
  @IsString()
  @Length(0, 128)
  @Matches(PRINTABLE, { message: 'password must be ASCII' })
  password?: string;

  @IsOptional()
  @IsIn(ROUTER_MODES)
  mode?: RouterMode;

  /** Replaces all of them. */
  @IsOptional()
  @IsTags()
  tags?: string[];

  /** Forget the pinned certificate; the next connection pins what it is shown. */
  @IsOptional()
  @IsBoolean()
  forgetFingerprint?: boolean;
}
