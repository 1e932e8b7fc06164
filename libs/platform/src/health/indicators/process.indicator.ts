import { type HealthIndicator, type HealthResult, ReadinessIndicator } from '../health-indicator';
import { ShutdownState } from '../shutdown-state';

/** Down while the process drains. */
@ReadinessIndicator('process')
export class ProcessIndicator implements HealthIndicator {
  constructor(private readonly state: ShutdownState) {}

  check(): Promise<HealthResult> {
    return Promise.resolve(this.state.draining ? { status: 'down', details: { draining: true } } : { status: 'up' });
  }
}
