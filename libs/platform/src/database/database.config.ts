import { IsInt, IsNotEmpty, Max, Min } from 'class-validator';
import { Env } from '../config/env.decorator';

/** PostgreSQL: the truth. */
export class DatabaseConfig {
  @Env('DATABASE_URL', {
    description: 'PostgreSQL. Unset: `npm start` runs an embedded one in .data/.',
    example: 'postgres://langgan:…@localhost:5432/langgan',
    secret: true,
  })
  @IsNotEmpty({ message: 'is needed (npm start sets it when it runs the embedded server)' })
  url: string = '';

  @Env('DATABASE_POOL_SIZE', { description: 'Most connections of one process.' })
  @IsInt()
  @Min(2)
  @Max(100)
  poolSize: number = 10;

  @Env('DATABASE_CONNECT_TIMEOUT_MS', { description: 'How long a request waits for a free connection.' })
  @IsInt()
  @Min(100)
  connectTimeoutMs: number = 5_000;

  @Env('DATABASE_STATEMENT_TIMEOUT_MS', { description: 'Longest run of one statement.' })
  @IsInt()
  @Min(1_000)
  statementTimeoutMs: number = 60_000;

  @Env('DATABASE_LOCK_TIMEOUT_MS', { description: 'Longest wait for a row or table lock.' })
  @IsInt()
  @Min(100)
  lockTimeoutMs: number = 10_000;

  @Env('DATABASE_IDLE_IN_TRANSACTION_TIMEOUT_MS', {
    description: 'A transaction that does nothing this long is ended.',
  })
  @IsInt()
  @Min(1_000)
  idleInTransactionTimeoutMs: number = 30_000;

  @Env('DATABASE_SLOW_QUERY_MS', { description: 'Statements slower than this are logged.' })
  @IsInt()
  @Min(1)
  slowQueryMs: number = 1_000;
}
