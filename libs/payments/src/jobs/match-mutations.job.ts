import { Injectable } from '@nestjs/common';
import { HandlesJob, type JobHandler, Scheduled } from '@app/platform';
import { MutationMatcher } from '../services/bank/mutation-matcher.service';

/** Looks at mutations whose event was lost or broke off: every five minutes. */
@HandlesJob({ name: 'payments.match-waiting-mutations', queue: 'payments', attempts: 1 })
@Scheduled({
  description: 'Mencocokkan mutasi bank yang tertinggal / matches bank mutations that were left over',
  everyMs: 300_000,
})
@Injectable()
export class MatchMutationsJob implements JobHandler {
  constructor(private readonly matcher: MutationMatcher) {}

  async handle(): Promise<{ matched: number }> {
    return { matched: await this.matcher.matchAll(null) };
  }
}
