import { Injectable } from '@nestjs/common';
import { Propagation, Transactional } from '@nestjs-cls/transactional';
import { CoreErrors } from '@app/core';
import { choosePlacements } from '../domain/placement-choice';
import { isAvailable } from './failover-cover';
import { FailoversRepository } from './failovers.repository';
import { RouterGroupErrors } from './router-groups.errors';
import { RouterGroupsRepository } from './router-groups.repository';
import { RouterLoads } from './router-load';

/** Chooses homes for new subscribers. */
@Injectable()
export class RouterGroups {
  constructor(
    private readonly groups: RouterGroupsRepository,
    private readonly failovers: FailoversRepository,
    private readonly loads: RouterLoads,
  ) {}

  /** As {@link placeMany}, for one. */
  async place(groupId: string): Promise<string> {
    const [routerId] = await this.placeMany(groupId, 1);
    if (routerId === undefined) throw new Error('nothing was placed');
    return routerId;
  }

  /**
   * The least loaded healthy members with room. Joins the caller's transaction, in which the caller has to write the
   * subscribers down: until it ends nobody else places on this group, so that no capacity is ever exceeded. Who places on
   * several groups in one transaction takes them in the order of their ids.
   *
   * @returns one router per subscriber
   * @throws DomainError CORE_NOT_FOUND, also for a group out of scope; MIKROTIK_GROUP_NO_HEALTHY_MEMBER, MIKROTIK_GROUP_FULL
   * @throws Error outside of a transaction
   */
  @Transactional(Propagation.Mandatory)
  async placeMany(groupId: string, count: number): Promise<string[]> {
    if (!(await this.groups.lock(groupId))) throw CoreErrors.NOT_FOUND({ what: 'router group', id: groupId });
    const members = await this.failovers.members(groupId);
    const loads = await this.loads.of(members.map(({ routerId }) => routerId));
    const choice = choosePlacements(
      members.map((member) => ({
        ...member,
        available: isAvailable(member),
        homes: loads.homes(member.routerId),
        guests: loads.guests(member.routerId),
      })),
      count,
    );
    if ('routerIds' in choice) return choice.routerIds;
    throw choice.refused === 'FULL' ? RouterGroupErrors.GROUP_FULL() : RouterGroupErrors.GROUP_NO_HEALTHY_MEMBER();
  }
}
