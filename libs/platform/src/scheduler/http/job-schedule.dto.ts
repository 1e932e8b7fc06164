import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsInt, IsOptional, IsString, IsTimeZone, Max, MaxLength, Min } from 'class-validator';
import { pageDto } from '../../http/dto/page.dto';
import { type JobSchedule } from '../job-schedule';

/** Work that starts by itself, every so often or at times of day. */
export class JobScheduleDto {
  /**
   * Stable name.
   * @example "platform.ensure-partitions"
   */
  key: string;

  /** The job that it starts. */
  jobName: string;

  queue: string;

  description: string;

  /** Milliseconds between two starts; null when `cron` decides. */
  @ApiProperty({ type: Number, nullable: true })
  everyMs: number | null;

  /**
   * Times of day in `timeZone`; null when `everyMs` decides.
   * @example "17 3 * * *"
   */
  @ApiProperty({ type: String, nullable: true })
  cron: string | null;

  /**
   * IANA zone of `cron`.
   * @example "Asia/Jakarta"
   */
  @ApiProperty({ type: String, nullable: true })
  timeZone: string | null;

  enabled: boolean;

  @ApiProperty({ type: Date, nullable: true })
  lastRunAt: Date | null;

  @ApiProperty({ enum: ['COMPLETED', 'FAILED'], nullable: true })
  lastOutcome: 'COMPLETED' | 'FAILED' | null;

  @ApiProperty({ type: String, nullable: true })
  lastError: string | null;

  /** Give it back when you change the schedule. */
  version: number;

  static of(schedule: JobSchedule): JobScheduleDto {
    return Object.assign(new JobScheduleDto(), schedule);
  }
}

export class JobSchedulePageDto extends pageDto(JobScheduleDto) {}

/** What is absent stays as it is. `everyMs` replaces a `cron` and the other way round. */
export class ChangeJobScheduleDto {
  /** From the last read; a stale one is refused with 409. */
  @IsInt()
  @Min(1)
  version: number;

  @IsOptional()
  @IsBoolean()
  enabled?: boolean;

  /** At least one second, at most 24 days. */
  @IsOptional()
  @IsInt()
  @Min(1_000)
  @Max(2_147_483_647)
  everyMs?: number;

  /**
   * Five fields: minute, hour, day of month, month, day of week.
   * @example "0 5 * * *"
   */
  @IsOptional()
  @IsString()
  @MaxLength(100)
  cron?: string;

  /** IANA zone of `cron`. */
  @IsOptional()
  @IsTimeZone()
  timeZone?: string;
}

export class ScheduleStartedDto {
  /** Id of the job on its queue. */
  queueJobId: string;
}
