import { Injectable } from '@nestjs/common';
import { HandlesJob, type JobHandler, Scheduled } from '@app/platform';
import { HotspotPollRounds } from '../services/hotspot-poll-rounds';

/** Starts the readings of all routers whose turn it is and does not wait for them. */
@Injectable()
@Scheduled({ description: 'Reads who is in on hotspots, and what vouchers have used', everyMs: 5_000 })
@HandlesJob({ name: 'vouchers.poll-hotspots', queue: 'vouchers', attempts: 1, keepCompleted: 1, keepFailed: 20 })
export class PollHotspotsJob implements JobHandler {
  constructor(private readonly rounds: HotspotPollRounds) {}

  async handle(): Promise<{ started: number }> {
    return this.rounds.start();
  }
}
