import { Injectable } from '@nestjs/common';
import { HandlesJob, type JobHandler, Scheduled } from '@app/platform';
import { ProbeRounds } from '../health/probe-rounds';

/** Starts the probes of all routers whose turn it is and does not wait for them: a silent router delays nobody. */
@Injectable()
@Scheduled({ description: 'Asks every watched router how it is', everyMs: 2_000 })
@HandlesJob({ name: 'mikrotik.probe-routers', queue: 'mikrotik', attempts: 1, keepCompleted: 1, keepFailed: 20 })
export class ProbeRoutersJob implements JobHandler {
  constructor(private readonly rounds: ProbeRounds) {}

  async handle(): Promise<{ started: number }> {
    return this.rounds.start();
  }
}
