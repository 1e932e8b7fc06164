import { Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE, DiscoveryModule, Reflector } from '@nestjs/core';
import { ThrottlerModule } from '@nestjs/throttler';
import { RequestAuditInterceptor } from '../audit/http/request-audit.interceptor';
import { HealthModule } from '../health/health.module';
import { MetricsModule } from '../metrics/metrics.module';
import { HttpConfig } from './http.config';
import { IdempotencyInterceptor } from './idempotency/idempotency.interceptor';
import { IdempotencyRepository } from './idempotency/idempotency.repository';
import { ProblemFilter } from './problem/problem.filter';
import { RateLimitGuard } from './rate-limit/rate-limit.guard';
import { RateLimitModule } from './rate-limit/rate-limit.module';
import { RateLimitStorage } from './rate-limit/rate-limit.storage';
import { rateLimits } from './rate-limit/rate-limits';
import { RouteAccessCheck } from './routes/route-access.check';
import { InputValidationPipe } from './validation/input-validation.pipe';
import { UnknownInputInterceptor } from './validation/unknown-input.interceptor';

/**
 * What every HTTP application of the product has in common. Import it before the modules that bring guards of their own:
 * guards run in the order of the imports.
 */
@Module({
  imports: [
    DiscoveryModule,
    HealthModule,
    MetricsModule,
    RateLimitModule,
    ThrottlerModule.forRootAsync({
      inject: [HttpConfig, Reflector, RateLimitStorage],
      useFactory: rateLimits,
    }),
  ],
  providers: [
    IdempotencyRepository,
    RouteAccessCheck,
    { provide: APP_FILTER, useClass: ProblemFilter },
    { provide: APP_PIPE, useClass: InputValidationPipe },
    { provide: APP_GUARD, useClass: RateLimitGuard },
    { provide: APP_INTERCEPTOR, useClass: UnknownInputInterceptor },
    { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
    { provide: APP_INTERCEPTOR, useClass: RequestAuditInterceptor },
  ],
})
export class HttpPlatformModule {}
