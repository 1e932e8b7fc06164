import { Injectable } from '@nestjs/common';
import { OverdueRepository } from '../../repositories/overdue.repository';
import { DunningRules } from './dunning-rules.service';

/** Whom the next tick of dunning would isolate, before anybody is asked. */
@Injectable()
export class DunningSelection {
  constructor(
    private readonly overdue: OverdueRepository,
    private readonly rules: DunningRules,
  ) {}

  /** Accounts, in the order of their ids; see `OverdueRepository.candidates`. */
  async candidates(asOf: Date, siteId: string | null = null): Promise<string[]> {
    return this.overdue.candidates(asOf, siteId, await this.rules.book());
  }
}
