import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { PollRepository, type PollTarget } from './poll.repository';
import { SessionPoll } from './session-poll.service';

/** Readings that one process has going at a time. */
const AT_A_TIME = 32;

/** Starts the readings whose turn it is; each runs by itself, and a router is read by one process at a time. */
@Injectable()
export class PollRounds implements OnApplicationShutdown {
  private readonly logger = new Logger(PollRounds.name);
  private readonly running = new Set<Promise<void>>();

  constructor(
    private readonly polls: PollRepository,
    private readonly reader: SessionPoll,
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

  private begin(target: PollTarget): void {
    const reading = this.reader
      .pollClaimed(target)
      .then(() => undefined)
      .catch((error: unknown) => {
        this.logger.error(`the sessions of router ${target.routerId} could not be recorded: ${String(error)}`);
      })
      .finally(() => this.running.delete(reading));
    this.running.add(reading);
  }
}
