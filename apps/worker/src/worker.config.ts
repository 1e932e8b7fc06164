import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { type AppConfig, Env, processEnvironment } from '@app/platform';

/** Where the worker answers for its health. */
export class WorkerConfig {
  @Env('WORKER_PORT', {
    description: 'Port of the worker’s health and metrics. Unset: PORT, or 3001 where that is unset too.',
    example: '3001',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(65_535)
  port?: number;

  /** The port to listen on: the worker may stand beside an API that has the usual one. */
  portBeside(app: AppConfig): number {
    return this.port ?? (processEnvironment().PORT === undefined ? 3001 : app.port);
  }
}
