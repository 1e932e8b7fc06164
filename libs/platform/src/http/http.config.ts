import { IsIn, IsInt, Max, Min } from 'class-validator';
import { Env } from '../config/env.decorator';

/** The HTTP door: who stands in front of it, how much it takes in, how it closes. */
export class HttpConfig {
  @Env('TRUSTED_PROXIES', {
    description:
      'Addresses or CIDR ranges of reverse proxies whose X-Forwarded-* headers are believed, comma separated.',
    example: '10.0.0.0/8,127.0.0.1',
  })
  trustedProxies: string[] = [];

  @Env('CORS_ORIGINS', {
    description: 'Exact origins of other sites whose pages may call the API, comma separated. Empty: none.',
    example: 'https://panel.example.net',
  })
  corsOrigins: string[] = [];

  @Env('API_DOCS', {
    description:
      'Serve Swagger UI under /docs. true, false or auto: yes in development, test and the demo, no in staging and production.',
  })
  @IsIn(['auto', 'true', 'false'])
  apiDocs: string = 'auto';

  @Env('HTTP_BODY_LIMIT_BYTES', { description: 'Largest request body.' })
  @IsInt()
  @Min(1_024)
  @Max(104_857_600)
  bodyLimitBytes: number = 1_048_576;

  @Env('SHUTDOWN_DELAY_MS', {
    description: 'Pause between "not ready" and closing the door, for load balancers that look only now and then.',
  })
  @IsInt()
  @Min(0)
  @Max(60_000)
  shutdownDelayMs: number = 0;

  @Env('SHUTDOWN_TIMEOUT_MS', { description: 'How long requests in flight may take to end after a SIGTERM.' })
  @IsInt()
  @Min(100)
  @Max(60_000)
  shutdownTimeoutMs: number = 12_000;

  @Env('RATE_LIMIT_PER_MINUTE', { description: 'Requests of one address per minute, all routes together.' })
  @IsInt()
  @Min(1)
  rateLimitPerMinute: number = 1_200;

  @Env('RATE_LIMIT_SIGN_IN_PER_MINUTE', {
    description: 'Sign-ins of one address per minute; token refreshes get six times as many.',
  })
  @IsInt()
  @Min(1)
  signInLimitPerMinute: number = 10;

  @Env('RATE_LIMIT_EXPENSIVE_PER_MINUTE', {
    description: 'Calls of one address per minute to routes that cost the server much, such as exports.',
  })
  @IsInt()
  @Min(1)
  expensiveLimitPerMinute: number = 60;

  @Env('RATE_LIMIT_API_KEY_PER_MINUTE', { description: 'Requests of one API key per minute, from wherever they come.' })
  @IsInt()
  @Min(1)
  apiKeyLimitPerMinute: number = 600;

  @Env('IDEMPOTENCY_KEEP_HOURS', { description: 'How long the answer to an Idempotency-Key is kept.' })
  @IsInt()
  @Min(24)
  idempotencyKeepHours: number = 48;

  @Env('IDEMPOTENCY_LOCK_SECONDS', {
    description:
      'After this long a request that never ended (its process was killed) no longer blocks its Idempotency-Key.',
  })
  @IsInt()
  @Min(1)
  @Max(3_600)
  idempotencyLockSeconds: number = 90;
}
