import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { HotspotPollRepository, type HotspotPollTarget } from '../repositories/hotspot-poll.repository';
import { HotspotPoll } from './hotspot-poll.service';

/** Readings that one process has going at a time. */
const AT_A_TIME = 16;

/** Starts the readings whose turn it is; each runs by itself, and a router is read by one process at a time. */
@Injectable()
export class HotspotPollRounds implements OnApplicationShutdown {
  private readonly logger = new Logger(HotspotPollRounds.name);
  private readonly running = new Set<Promise<void>>();

  constructor(
    private readonly polls: HotspotPollRepository,
    private readonly reader: HotspotPoll,
  ) {}

  /** Returns as soon as the readings have begun. */
  async start(): Promise<{ started: number }> {
    await this.polls.ensureRows();
    const room = AT_A_TIME - this.running.size;
    if (room <= 0) return { started: 0 };
    const targets = await this.polls.claimDue(room);
    for (const target of targets) this.begin(target);
    return { started: targets.length };
  }

  /** Until every reading that has begun is over. */
  async settled(): Promise<void> {
    await Promise.all(this.running);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.settled();
  }

  private begin(target: HotspotPollTarget): void {
    const reading = this.reader
      .pollClaimed(target)
      .then(() => undefined)
      .catch((error: unknown) => {
        this.logger.error(`the hotspot users of router ${target.routerId} could not be recorded: ${String(error)}`);
      })
      .finally(() => this.running.delete(reading));
    this.running.add(reading);
  }
}
