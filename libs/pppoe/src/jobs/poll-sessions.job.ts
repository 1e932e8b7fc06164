import { Injectable } from '@nestjs/common';
import { HandlesJob, type JobHandler, Scheduled } from '@app/platform';
import { PollRounds } from '../usage/poll-rounds';

/** Starts the readings of all routers whose turn it is and does not wait for them. */
@Injectable()
@Scheduled({ description: 'Reads PPPoE sessions and their counters from routers', everyMs: 5_000 })
@HandlesJob({ name: 'pppoe.poll-sessions', queue: 'pppoe', attempts: 1, keepCompleted: 1, keepFailed: 20 })
export class PollSessionsJob implements JobHandler {
  constructor(private readonly rounds: PollRounds) {}

  async handle(): Promise<{ started: number }> {
    return this.rounds.start();
  }
}
