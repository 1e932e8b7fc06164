import { Injectable } from '@nestjs/common';
import { OverdueRepository } from '../../repositories/overdue.repository';
import { DunningRules } from './dunning-rules.service';

/** Whom the next tick of dunning looks at. Accounts are those that pay, in the order of their ids. */
@Injectable()
export class DunningSelection {
  constructor(
    private readonly overdue: OverdueRepository,
    private readonly rules: DunningRules,
  ) {}

  /** Who has to be isolated, before anybody is asked; see `OverdueRepository.candidates`. */
  async candidates(asOf: Date, siteId: string | null = null): Promise<string[]> {
    return this.overdue.candidates(asOf, siteId, await this.rules.book());
  }

  /** Who is isolated for no reason any more. */
  async releasable(asOf: Date, siteId: string | null = null): Promise<string[]> {
    return this.overdue.releasable(asOf, siteId, await this.rules.book());
  }
}
