import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import { type Language } from '@app/core';
import { pageDto } from '../../http/dto/page.dto';
import { PageQueryDto } from '../../http/dto/page-query.dto';
import { type Alert, ALERT_SEVERITIES, ALERT_STATES, type AlertSeverity, type AlertState } from '../alert';

/** Something that a person should know about. */
export class AlertDto {
  id: string;

  /**
   * Names the trouble: there is one open alert of a key.
   * @example "mikrotik.router-offline:019a3f5e-0000-7000-8000-000000000001"
   */
  key: string;

  @ApiProperty({ enum: ALERT_SEVERITIES })
  severity: AlertSeverity;

  /** ACKNOWLEDGED: it goes on, and somebody has it in hand. RESOLVED by itself, when the trouble is over. */
  @ApiProperty({ enum: ALERT_STATES })
  state: AlertState;

  /**
   * What it is about.
   * @example "router"
   */
  subjectType: string;

  subjectId: string;

  /** null: it concerns the whole installation. */
  @ApiProperty({ type: String, nullable: true })
  siteId: string | null;

  /**
   * In the caller's language.
   * @example "Router Kemang tidak menjawab"
   */
  title: string;

  /** Small facts that depend on the kind of alert. */
  @ApiProperty({ type: 'object', additionalProperties: true })
  detail: Readonly<Record<string, unknown>>;

  /** How many times it was seen since it opened. */
  count: number;

  firstSeenAt: Date;

  lastSeenAt: Date;

  @ApiProperty({ type: Date, nullable: true })
  acknowledgedAt: Date | null;

  /** Id of the user or API key. */
  @ApiProperty({ type: String, nullable: true })
  acknowledgedBy: string | null;

  @ApiProperty({ type: String, nullable: true })
  acknowledgedByName: string | null;

  @ApiProperty({ type: Date, nullable: true })
  resolvedAt: Date | null;

  static of({ title, ...alert }: Alert, language: Language): AlertDto {
    return Object.assign(new AlertDto(), pick(alert), { title: title[language] });
  }
}

function pick(alert: Omit<Alert, 'title'>): Omit<Alert, 'title'> {
  const { id, key, severity, state, subjectType, subjectId, siteId, detail, count, firstSeenAt, lastSeenAt } = alert;
  const { acknowledgedAt, acknowledgedBy, acknowledgedByName, resolvedAt } = alert;
  const what = { id, key, severity, state, subjectType, subjectId, siteId, detail, count, firstSeenAt, lastSeenAt };
  return { ...what, acknowledgedAt, acknowledgedBy, acknowledgedByName, resolvedAt };
}

export class AlertPageDto extends pageDto(AlertDto) {}

/** Sorts: `firstSeenAt` (default, newest first), `lastSeenAt`, `severity`. */
export class AlertQueryDto extends PageQueryDto {
  /** Only those in this state. */
  @IsOptional()
  @IsIn(ALERT_STATES)
  state?: AlertState;

  @IsOptional()
  @IsIn(ALERT_SEVERITIES)
  severity?: AlertSeverity;

  /** Only those about this kind of object. */
  @IsOptional()
  @IsString()
  @MaxLength(100)
  subjectType?: string;

  /** Only those about this object. */
  @IsOptional()
  @IsString()
  @MaxLength(100)
  subjectId?: string;

  /** Only those of this site. */
  @IsOptional()
  @IsUUID()
  siteId?: string;
}
