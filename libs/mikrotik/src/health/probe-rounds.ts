import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { RouterHealthConfig } from './health.config';
import { HealthRecorder } from './health-recorder';
import { ProbeRepository } from './probe.repository';
import { type ProbeTarget } from './probe-target';
import { RouterProbeService } from './router-probe.service';

/** Probes that one process has going at a time; a silent router holds one place and nothing else. */
const AT_A_TIME = 512;

/**
 * Starts the probes whose turn it is. Each runs by itself: nobody waits for a router that does not answer, and a router is
 * claimed by one process at a time.
 */
@Injectable()
export class ProbeRounds implements OnApplicationShutdown {
  private readonly logger = new Logger(ProbeRounds.name);
  private readonly running = new Set<Promise<void>>();

  constructor(
    private readonly probes: ProbeRepository,
    private readonly recorder: HealthRecorder,
    private readonly prober: RouterProbeService,
    private readonly config: RouterHealthConfig,
  ) {}

  /** Returns as soon as the probes have begun. */
  async start(): Promise<{ started: number }> {
    await this.probes.ensureRows();
    await this.recorder.muteUnwatched();
    const room = AT_A_TIME - this.running.size;
    if (room <= 0) return { started: 0 };
    const targets = await this.probes.claimDue(this.config.trafficIntervalMs, room);
    for (const target of targets) this.begin(target);
    return { started: targets.length };
  }

  /** Until every probe that has begun is over. */
  async settled(): Promise<void> {
    await Promise.all(this.running);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.settled();
  }

  private begin(target: ProbeTarget): void {
    const probe = this.prober
      .probeClaimed(target)
      .catch((error: unknown) => {
        this.logger.error(`the probe of router ${target.id} failed: ${String(error)}`);
      })
      .finally(() => this.running.delete(probe));
    this.running.add(probe);
  }
}
