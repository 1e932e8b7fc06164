import { Injectable, Logger, type OnModuleInit, Optional } from '@nestjs/common';
import { Metrics } from '../metrics/metrics';
import { ALERT_SEVERITIES } from './alert';
import { AlertsRepository } from './alerts.repository';

/** How many alerts go on, by severity; asked of the database at every collection. */
@Injectable()
export class AlertGauges implements OnModuleInit {
  private readonly logger = new Logger(AlertGauges.name);

  constructor(
    private readonly alerts: AlertsRepository,
    @Optional() private readonly metrics: Metrics = new Metrics(),
  ) {}

  onModuleInit(): void {
    const gauge = this.metrics.gauge({
      name: 'langgan_alerts_open',
      help: 'Alerts that are not resolved, by severity.',
      labelNames: ['severity'],
      collect: async () => {
        const counts = await this.count();
        for (const severity of ALERT_SEVERITIES) if (counts) gauge.set({ severity }, counts.get(severity) ?? 0);
      },
    });
  }

  private async count(): Promise<ReadonlyMap<string, number> | undefined> {
    try {
      return new Map((await this.alerts.countOpen()).map(({ severity, n }) => [severity, n]));
    } catch (error) {
      this.logger.debug(`the alerts could not be counted: ${String(error)}`);
      return undefined;
    }
  }
}
