import { Type } from 'class-transformer';
import { IsDate, IsOptional, IsUUID, Matches, MaxLength } from 'class-validator';
import { PageQueryDto } from '@app/platform';

export class AuditPeriodDto {
  /** Only entries from this instant on. */
  @IsOptional()
  @Type(() => Date)
  @IsDate()
  from?: Date;

  /** Only entries before this instant. */
  @IsOptional()
  @Type(() => Date)
  @IsDate()
  to?: Date;
}

export class AuditListQueryDto extends PageQueryDto {
  /** Id of the user or API key that did it. */
  @IsOptional()
  @MaxLength(300)
  actorId?: string;

  /** What happened, such as `payment.recorded`; with a full stop at the end everything that begins so, such as `auth.`. */
  @IsOptional()
  @Matches(/^[\w.-]{1,100}$/)
  action?: string;

  /** Kind of thing it was done to, such as `payment`. */
  @IsOptional()
  @MaxLength(100)
  subjectType?: string;

  /** Id of the thing it was done to. */
  @IsOptional()
  @MaxLength(300)
  subjectId?: string;

  /** Only entries of this site. */
  @IsOptional()
  @IsUUID()
  siteId?: string;

  /** Only entries of the request that was answered with this `X-Request-Id`. */
  @IsOptional()
  @MaxLength(128)
  requestId?: string;

  /** Only entries from this instant on. */
  @IsOptional()
  @Type(() => Date)
  @IsDate()
  from?: Date;

  /** Only entries before this instant. */
  @IsOptional()
  @Type(() => Date)
  @IsDate()
  to?: Date;
}
