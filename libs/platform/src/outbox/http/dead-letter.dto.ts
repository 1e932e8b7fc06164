import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { pageDto } from '../../http/dto/page.dto';
import { PageQueryDto } from '../../http/dto/page-query.dto';
import { type DeadLetter } from '../dead-letters';

/** A delivery that was given up after its last attempt. */
export class DeadLetterDto {
  eventId: string;

  /**
   * The handler that gave up.
   * @example "mikrotik.sync-router"
   */
  handler: string;

  /**
   * Kind of the event.
   * @example "billing.access.changed.v1"
   */
  topic: string;

  /** The fact inside its topic. */
  key: string;

  /** What the event said: ids and small facts. */
  @ApiProperty({ type: 'object', additionalProperties: true })
  payload: unknown;

  occurredAt: Date;

  /** When the last attempt failed. */
  @ApiProperty({ type: Date, nullable: true })
  failedAt: Date | null;

  attempts: number;

  /** Message of the last failure. */
  @ApiProperty({ type: String, nullable: true })
  lastError: string | null;

  static of(letter: DeadLetter): DeadLetterDto {
    const { eventId, handler, topic, key, payload, occurredAt, failedAt, attempts, lastError } = letter;
    const row = { eventId, handler, topic, key, payload, occurredAt, failedAt, attempts, lastError };
    return Object.assign(new DeadLetterDto(), row);
  }
}

export class DeadLetterPageDto extends pageDto(DeadLetterDto) {}

/** Sorts: `occurredAt` (default, newest first), `handler`. */
export class DeadLetterQueryDto extends PageQueryDto {
  /** Only those of this handler. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  handler?: string;

  /** Only events of this kind. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  topic?: string;
}

export class ReplayDeadLettersDto {
  /**
   * Whose dead letters are delivered again.
   * @example "mikrotik.sync-router"
   */
  @IsString()
  @MaxLength(200)
  handler: string;
}

export class ReplayedDto {
  /** How many deliveries were started again. */
  replayed: number;
}
