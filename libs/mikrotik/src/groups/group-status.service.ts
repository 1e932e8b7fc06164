import { Injectable } from '@nestjs/common';
import { DatabaseClock } from '@app/platform';
import { secondsToStable } from '../domain/failover-watch';
import { isAvailable } from './failover-cover';
import { FailoversRepository, type LiveShare, type WatchedMember } from './failovers.repository';
import { type Failover, type FailoverMode, type GroupMember, type RouterGroup } from './router-group';
import { RouterGroupsService } from './router-groups.service';
import { type LoadTable, RouterLoads } from './router-load';

/** A member and what it carries now. */
export interface MemberStatus extends GroupMember {
  name: string;
  mode: string;
  health: string;
  /** It may be given subscribers, new ones and others'. */
  available: boolean;
  homes: number;
  guests: number;
  upSince: Date | null;
  /** Seconds until it counts as stable; null while it is not up. */
  stableInSeconds: number | null;
}

/** A failover that is on. */
export interface FailoverStatus {
  routerId: string;
  trigger: FailoverMode;
  startedAt: Date;
  subscribers: number;
  /** The home could take its subscribers back now. */
  ready: boolean;
  substitutes: { routerId: string; subscribers: number }[];
  /** Subscribers that no other router can serve. */
  stranded: number;
}

export interface GroupStatus {
  group: RouterGroup;
  members: MemberStatus[];
  failovers: FailoverStatus[];
  history: Failover[];
}

const HISTORY = 20;

/** How a group is: load, health and failovers of its members, within the scope of the running actor. */
@Injectable()
export class GroupStatusService {
  constructor(
    private readonly groups: RouterGroupsService,
    private readonly failovers: FailoversRepository,
    private readonly loads: RouterLoads,
    private readonly clock: DatabaseClock,
  ) {}

  /** @throws DomainError CORE_NOT_FOUND */
  async status(groupId: string): Promise<GroupStatus> {
    const group = await this.groups.get(groupId);
    const members = await this.failovers.members(groupId);
    const shares = await this.failovers.shares(groupId);
    const loads = await this.loads.of(members.map(({ routerId }) => routerId));
    const stranded = await this.loads.stranded(members.map(({ routerId }) => routerId));
    const history = await this.failovers.history(groupId, HISTORY);
    const now = await this.clock.sample();
    const failovers = history
      .filter(({ endedAt }) => endedAt === null)
      .map((failover) => ({
        ...failoverStatus(failover, { members, shares, loads }),
        stranded: stranded.get(failover.routerId) ?? 0,
      }));
    return { group, members: members.map((member) => memberStatus(member, loads, now)), failovers, history };
  }
}

function memberStatus(member: WatchedMember, loads: LoadTable, now: Date): MemberStatus {
  const { routerId, name, mode, health, weight, capacity, priority, upSince } = member;
  return {
    ...{ routerId, name, mode, health, weight, capacity, priority, upSince },
    available: isAvailable(member),
    homes: loads.homes(routerId),
    guests: loads.guests(routerId),
    stableInSeconds: secondsToStable(member, member, now),
  };
}

function failoverStatus(
  { id, routerId, trigger, startedAt }: Failover,
  { members, shares, loads }: { members: readonly WatchedMember[]; shares: readonly LiveShare[]; loads: LoadTable },
): Omit<FailoverStatus, 'stranded'> {
  const home = members.find((member) => member.routerId === routerId);
  const serving = new Set(shares.filter(({ failoverId }) => failoverId === id).map((share) => share.routerId));
  const substitutes = [...serving].map((other) => ({ routerId: other, subscribers: loads.moved(routerId, other) }));
  const ready = home !== undefined && isServingHome(home);
  return { routerId, trigger, startedAt, subscribers: loads.homes(routerId), ready, substitutes };
}

const isServingHome = (home: WatchedMember): boolean => home.inStep && isAvailable({ ...home, failoverId: null });
