import { Injectable, Logger } from '@nestjs/common';
import { DomainError } from '@app/core';
import { DatabaseClock } from '@app/platform';
import { isDead, isServing, observe, secondsToStable } from '../domain/failover-watch';
import { FailoversRepository, type WatchedMember } from './failovers.repository';
import { FailoversService } from './failovers.service';

/** What one round of the watch did. */
export interface WatchRound {
  failedOver: number;
  failedBack: number;
}

/** Watches members of groups and fails them over and back, with hysteresis both ways, where the group wants that. */
@Injectable()
export class FailoverWatchService {
  private readonly logger = new Logger(FailoverWatchService.name);

  constructor(
    private readonly failovers: FailoversRepository,
    private readonly service: FailoversService,
    private readonly clock: DatabaseClock,
  ) {}

  /** One look at every member. Repeating it is harmless; where nothing is amiss only the observations are written. */
  async evaluate(): Promise<WatchRound> {
    const now = await this.clock.sample();
    const members = (await this.failovers.members(null)).map((member) => ({
      ...member,
      ...observe(member, member, member, now),
    }));
    if (members.length === 0) return { failedOver: 0, failedBack: 0 };
    await this.failovers.saveObservations(members);
    const round = { failedOver: 0, failedBack: 0 };
    for (const { groupId, routerId, ...member } of members) {
      if (shouldFailBack(member, now) && (await this.done(() => this.service.failBack(groupId, routerId, 'AUTO')))) {
        round.failedBack++;
      }
      if (shouldFailOver(member) && (await this.done(() => this.service.failOver(groupId, routerId, 'AUTO')))) {
        this.logger.warn(`router ${routerId} is down, its subscribers are provisioned on other members`);
        round.failedOver++;
      }
    }
    const busy = members.filter((member) => member.failoverId !== null || shouldFailOver(member));
    for (const groupId of new Set(busy.map((member) => member.groupId))) {
      await this.done(() => this.service.cover(groupId));
    }
    return round;
  }

  /** False when it was refused: the group changed since this round began, or the router is not ready after all. */
  private async done(work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      this.logger.debug(`the watch leaves a group alone: ${error.code}`);
      return false;
    }
  }
}

type Watched = Omit<WatchedMember, 'groupId' | 'routerId'>;

function shouldFailOver(member: Watched): boolean {
  return member.failoverId === null && member.failoverMode === 'AUTO' && isDead(member, member);
}

/** What people began, people end. Where nobody stands in there is nothing to move, and so nothing to wait for. */
function shouldFailBack(member: Watched, now: Date): boolean {
  if (member.failoverTrigger !== 'AUTO' || member.failBackMode !== 'AUTO') return false;
  if (!isServing(member) || !member.inStep) return false;
  return !member.covered || secondsToStable(member, member, now) === 0;
}
