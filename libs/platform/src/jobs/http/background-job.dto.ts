import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { DomainError, type Language } from '@app/core';
import { pageDto } from '../../http/dto/page.dto';
import { PageQueryDto } from '../../http/dto/page-query.dto';
import { internalProblem, problemOf } from '../../http/problem/problem';
import { BACKGROUND_JOB_STATES, type BackgroundJob, type BackgroundJobState } from '../background-job';

/** Long work that was answered with 202. */
export class BackgroundJobDto {
  id: string;

  /**
   * What it does.
   * @example "billing.run"
   */
  name: string;

  /** QUEUED until a worker takes it; after a failed attempt it is QUEUED again until the last one. */
  @ApiProperty({ enum: BACKGROUND_JOB_STATES })
  state: BackgroundJobState;

  /** 0–100. */
  progress: number;

  /** What the work gave; only when COMPLETED. */
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true })
  result: unknown;

  /** Why it failed, as a problem document in the caller's language; only when FAILED. */
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true })
  problem: object | null;

  createdAt: Date;

  @ApiProperty({ type: Date, nullable: true })
  startedAt: Date | null;

  @ApiProperty({ type: Date, nullable: true })
  finishedAt: Date | null;

  static of(job: BackgroundJob, language: Language): BackgroundJobDto {
    const { id, name, state, progress, result, createdAt, startedAt, finishedAt } = job;
    const row = { id, name, state, progress, result, createdAt, startedAt, finishedAt };
    return Object.assign(new BackgroundJobDto(), row, { problem: presentProblem(job, language) });
  }
}

function presentProblem(job: BackgroundJob, language: Language): object | null {
  if (!job.problem) return null;
  const { definition, params, fields, traceId } = job.problem;
  const request = { instance: `/api/v1/jobs/${job.id}`, traceId, language };
  return definition ? problemOf(new DomainError(definition, params, fields), request) : internalProblem(request);
}

export class BackgroundJobPageDto extends pageDto(BackgroundJobDto) {}

/** Sort: `createdAt` (default, newest first). */
export class BackgroundJobQueryDto extends PageQueryDto {
  /** Only those of this kind. */
  @IsOptional()
  @IsString()
  @MaxLength(100)
  name?: string;

  /** Only those in this state. */
  @IsOptional()
  @IsIn(BACKGROUND_JOB_STATES)
  state?: BackgroundJobState;
}

/** Answer to a request that starts long work. */
export class JobStartedDto {
  /** Watch it at `GET /api/v1/jobs/{id}`. */
  jobId: string;
}
