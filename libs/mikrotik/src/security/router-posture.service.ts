import { Injectable } from '@nestjs/common';
import { Clock, type Page } from '@app/core';
import { type ListRequest } from '@app/platform';
import { type PostureRow, RouterFactsRepository } from '../repositories/router-facts.repository';
import { type Finding, findingsOf } from './findings';
import { RouterSecurityConfig } from './router-security.config';

export interface RouterPosture {
  router: PostureRow;
  findings: Finding[];
}

/** How well routers are protected, from what their last inspections found. Asks no router. */
@Injectable()
export class RouterPostures {
  constructor(
    private readonly facts: RouterFactsRepository,
    private readonly config: RouterSecurityConfig,
    private readonly clock: Clock,
  ) {}

  /** Routers of the actor's sites. */
  async list(request: ListRequest): Promise<Page<RouterPosture>> {
    const now = this.clock.now();
    const maxPasswordAgeDays = this.config.passwordMaxAgeDays;
    const page = await this.facts.postures(request);
    return {
      ...page,
      items: page.items.map((router) => ({
        router,
        findings: findingsOf({ ...router, clockSkewMs: numberOf(router.clockSkewMs), now, maxPasswordAgeDays }),
      })),
    };
  }
}

const numberOf = (value: bigint | null): number | null => (value === null ? null : Number(value));
