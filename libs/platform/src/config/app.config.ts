import { IsIn, IsInt, Max, Min, ValidateIf, IsNotEmpty } from 'class-validator';
import { Env } from './env.decorator';

/** The environments that the product knows; they differ only in defaults and in what they refuse. */
export const ENVIRONMENTS = ['development', 'test', 'staging', 'production'] as const;
export type Environment = (typeof ENVIRONMENTS)[number];

export const PROCESS_ROLES = ['api', 'worker'] as const;

/** What every process of the product needs to know about where and as what it runs. */
export class AppConfig {
  @Env('NODE_ENV', { description: 'development, test, staging or production.' })
  @IsIn(ENVIRONMENTS)
  environment: Environment = 'development';

  @Env('PROCESS_ROLES', { description: 'What this process does: api, worker, or both (one small ISP on one machine).' })
  @IsIn(PROCESS_ROLES, { each: true })
  processRoles: string[] = ['api'];

  @Env('HOST', { description: 'Address that the HTTP server listens on.' })
  @IsNotEmpty()
  host: string = '127.0.0.1';

  @Env('PORT', { description: 'Port of the HTTP server.' })
  @IsInt()
  @Min(0)
  @Max(65_535)
  port: number = 3000;

  @Env('PUBLIC_URL', { description: 'Address under which subscribers and integrators reach the product.' })
  @IsNotEmpty()
  publicUrl: string = 'http://localhost:3000';

  @Env('DEMO', { description: 'Demo data, the simulator and a clock that can travel. Refused in production.' })
  demo: boolean = false;

  @Env('TEST_CLOCK', {
    description: 'A clock that can travel (POST /api/v1/test/clock). Only in test and in the demo.',
  })
  @ValidateIf((config: AppConfig) => config.environment === 'production' || config.environment === 'staging')
  @IsIn([false], { message: 'is refused in staging and production' })
  testClock: boolean = false;
}
