import { type ExecutionContext, Injectable } from '@nestjs/common';
import { ThrottlerGuard, type ThrottlerLimitDetail } from '@nestjs/throttler';
import { HttpErrors } from '../http.errors';
import { clientKey } from './client-key';

/** Answers 429 with Retry-After to an address that asks too much. */
@Injectable()
export class RateLimitGuard extends ThrottlerGuard {
  protected override getTracker(request: Record<string, unknown>): Promise<string> {
    return Promise.resolve(clientKey(String(request.ip)));
  }

  protected override throwThrottlingException(_context: ExecutionContext, detail: ThrottlerLimitDetail): Promise<void> {
    throw HttpErrors.RATE_LIMITED({ retryAfterSeconds: Math.max(1, detail.timeToBlockExpire) });
  }
}
