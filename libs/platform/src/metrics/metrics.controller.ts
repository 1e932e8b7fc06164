import { createHash, timingSafeEqual } from 'node:crypto';
import { Controller, Get, Header, Headers, VERSION_NEUTRAL } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import { Public } from '../access/route-access';
import { AppConfig } from '../config/app.config';
import { HttpErrors } from '../http/http.errors';
import { RateLimit } from '../http/rate-limit/rate-limit.decorator';
import { Metrics } from './metrics';
import { MetricsConfig } from './metrics.config';

/** The door of the metrics collector. */
@ApiTags('operations')
@RateLimit('none')
@Controller({ path: 'metrics', version: VERSION_NEUTRAL })
export class MetricsController {
  constructor(
    private readonly metrics: Metrics,
    private readonly config: MetricsConfig,
    private readonly app: AppConfig,
  ) {}

  /** Meters in Prometheus' text format. Needs `Authorization: Bearer <METRICS_TOKEN>` unless they are public. */
  @Public()
  @ApiProduces('text/plain')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  @Get()
  async readMetrics(@Headers('authorization') authorization?: string): Promise<string> {
    if (!this.isPublic() && !this.isCollector(authorization)) throw HttpErrors.UNAUTHENTICATED();
    return this.metrics.text();
  }

  private isPublic(): boolean {
    const { environment, demo } = this.app;
    if (this.config.publicAccess !== 'auto') return this.config.publicAccess === 'true';
    return demo || environment === 'development' || environment === 'test';
  }

  private isCollector(authorization = ''): boolean {
    if (this.config.token === '') return false;
    return timingSafeEqual(digest(authorization), digest(`Bearer ${this.config.token}`));
  }
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
