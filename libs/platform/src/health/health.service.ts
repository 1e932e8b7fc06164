import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { HealthCheckService, type HealthIndicatorFunction } from '@nestjs/terminus';
import { HEALTH_INDICATOR, type HealthIndicator, type HealthResult, type IndicatorMetadata } from './health-indicator';

const PATIENCE_MS = 3_000;

/** `degraded`: everything that this process needs is there, something outside is not. */
export type HealthStatus = 'ok' | 'degraded' | 'error';

export interface HealthReport {
  status: HealthStatus;
  checks: Readonly<Record<string, HealthResult>>;
}

interface Indicator extends IndicatorMetadata {
  instance: HealthIndicator;
}

/** Asks the indicators, all at the same time. */
@Injectable()
export class HealthService implements OnApplicationBootstrap {
  private readonly logger = new Logger(HealthService.name);
  private readonly last = new Map<string, HealthResult['status']>();
  private indicators: readonly Indicator[] = [];

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly terminus: HealthCheckService,
  ) {}

  onApplicationBootstrap(): void {
    this.indicators = this.discovery.getProviders().flatMap(({ metatype, instance }) => {
      if (typeof metatype !== 'function') return [];
      const metadata = Reflect.getMetadata(HEALTH_INDICATOR, metatype) as IndicatorMetadata | undefined;
      return metadata ? [{ ...metadata, instance: instance as HealthIndicator }] : [];
    });
  }

  /** What this process needs in order to serve. */
  async readiness(): Promise<HealthReport> {
    return this.report(this.indicators.filter(({ readiness }) => readiness));
  }

  /** Everything that is known. */
  async everything(): Promise<HealthReport> {
    return this.report(this.indicators);
  }

  private async report(indicators: readonly Indicator[]): Promise<HealthReport> {
    const asked = indicators.filter(({ instance }) => instance.enabled !== false);
    const found = new Map<string, HealthResult>();
    const functions: HealthIndicatorFunction[] = asked.map((indicator) => async () => {
      const result = await this.ask(indicator);
      found.set(indicator.name, result);
      return { [indicator.name]: { status: indicator.readiness ? result.status : 'up' } };
    });
    const ready = await this.terminus.check(functions).then(
      () => true,
      () => false, // why: terminus says "down" by throwing; the reasons are in `found`
    );
    const checks = Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
    const down = [...found.values()].some(({ status }) => status === 'down');
    return { status: ready ? (down ? 'degraded' : 'ok') : 'error', checks };
  }

  private async ask({ name, instance }: Indicator): Promise<HealthResult> {
    const result = await withinPatience(instance);
    if ((this.last.get(name) ?? 'up') !== result.status) {
      if (result.status === 'down') this.logger.warn({ indicator: name, details: result.details }, `${name} is down`);
      else this.logger.log(`${name} is up again`);
    }
    this.last.set(name, result.status);
    return result;
  }
}

async function withinPatience(indicator: HealthIndicator): Promise<HealthResult> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<HealthResult>((resolve) => {
    timer = setTimeout(() => {
      resolve({ status: 'down', details: { error: `no answer within ${PATIENCE_MS} ms` } });
    }, PATIENCE_MS);
  });
  const asked = indicator
    .check()
    .catch((error: unknown): HealthResult => ({ status: 'down', details: { error: messageOf(error) } }));
  try {
    return await Promise.race([asked, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
