import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CoreErrors, uuidv7 } from '@app/core';
import { Alerts, AuditLog, DatabaseClock, Outbox } from '@app/platform';
import { isServing } from '../domain/failover-watch';
import { type CoverChange, isAvailable, planCover } from './failover-cover';
import { FailoversRepository, type LiveShare, type WatchedMember } from './failovers.repository';
import { type FailoverMode, type RouterGroup } from './router-group';
import { RouterGroupErrors } from './router-groups.errors';
import { FailoverSharesChanged, RouterFailedBack, RouterFailedOver } from './router-groups.events';
import { RouterGroupsRepository } from './router-groups.repository';
import { RouterLoads } from './router-load';

const movedAlert = (routerId: string): string => `mikrotik.router-failed-over:${routerId}`;
const uncoveredAlert = (routerId: string): string => `mikrotik.failover-uncovered:${routerId}`;

/**
 * Failing routers over and back. Only rows are written: who stands in for whom. Domains are told by an event and provision
 * what follows from the rows; the home keeps its own all the time, so that a redial works there too. Every change holds
 * the group's lock.
 */
@Injectable()
export class FailoversService {
  constructor(
    private readonly groups: RouterGroupsRepository,
    private readonly failovers: FailoversRepository,
    private readonly loads: RouterLoads,
    private readonly clock: DatabaseClock,
    private readonly outbox: Outbox,
    private readonly alerts: Alerts,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Provisions a member's subscribers on the others. Nothing happens when that is so already.
   *
   * @throws DomainError CORE_NOT_FOUND, MIKROTIK_GROUP_NOT_A_MEMBER; for people also MIKROTIK_GROUP_NO_HEALTHY_MEMBER (the
   * watch begins without one: the first that is healthy again stands in)
   */
  @Transactional()
  async failOver(groupId: string, routerId: string, trigger: FailoverMode): Promise<void> {
    const group = await this.locked(groupId);
    const members = await this.failovers.members(groupId);
    const member = memberOf(members, routerId);
    const others = members.filter((other) => other.routerId !== routerId && isAvailable(other));
    if (trigger === 'MANUAL' && others.length === 0) throw RouterGroupErrors.GROUP_NO_HEALTHY_MEMBER();
    const failoverId = uuidv7();
    const startedAt = await this.clock.sample();
    if (!(await this.failovers.start({ id: failoverId, groupId, routerId, trigger, startedAt }))) return;
    await this.outbox.publish(RouterFailedOver, { key: failoverId, payload: { groupId, routerId, failoverId } });
    await this.audit.record({
      ...subjectOf(group, routerId),
      action: 'router.failed-over',
      after: { groupId, trigger },
    });
    const change = await this.spread(group);
    const stranded = (await this.loads.stranded([routerId])).get(routerId) ?? 0;
    const substitutes = new Set(change.added.filter((share) => share.failoverId === failoverId).map((s) => s.routerId));
    await this.alerts.raise({
      ...{
        key: movedAlert(routerId),
        severity: 'WARNING',
        siteId: group.siteId,
        subject: { type: 'router', id: routerId },
      },
      title: {
        id: `Pelanggan ${member.name} dialihkan`,
        en: `Subscribers of ${member.name} are served by other routers`,
      },
      detail: { group: group.name, trigger, substitutes: substitutes.size, stranded },
    });
    await this.tellUncovered(group, change);
  }

  /**
   * Takes a member's subscribers back: off the substitutes, where their sessions end, so that they redial. The home has to
   * be ready for them. Nothing happens when it is not failed over.
   *
   * @throws DomainError CORE_NOT_FOUND, MIKROTIK_GROUP_NOT_A_MEMBER, MIKROTIK_GROUP_FAIL_BACK_TOO_EARLY
   */
  @Transactional()
  async failBack(groupId: string, routerId: string, trigger: FailoverMode): Promise<void> {
    const group = await this.locked(groupId);
    const { failoverId, ...home } = memberOf(await this.failovers.members(groupId), routerId);
    if (failoverId === null) return;
    if (!isServing(home) || !home.inStep) throw RouterGroupErrors.GROUP_FAIL_BACK_TOO_EARLY();
    const shares = (await this.failovers.shares(groupId)).filter((share) => share.failoverId === failoverId);
    await this.failovers.end(failoverId, trigger, await this.clock.sample());
    await this.publish(shares);
    await this.outbox.publish(RouterFailedBack, { key: failoverId, payload: { groupId, routerId, failoverId } });
    await this.audit.record({
      ...subjectOf(group, routerId),
      action: 'router.failed-back',
      after: { groupId, trigger },
    });
    await this.alerts.resolve(movedAlert(routerId));
    await this.alerts.resolve(uncoveredAlert(routerId));
  }

  /** Sees to it that every failed-over member of a group has substitutes. In order = nothing written. */
  @Transactional()
  async cover(groupId: string): Promise<void> {
    const group = await this.locked(groupId);
    await this.tellUncovered(group, await this.spread(group));
  }

  /** Splits anew from nothing, after the group's way of doing it has changed. */
  @Transactional()
  async coverAnew(groupId: string): Promise<void> {
    const shares = await this.failovers.shares(groupId);
    await this.failovers.removeShares(shares);
    await this.publish(shares);
    await this.cover(groupId);
  }

  private async spread(group: RouterGroup): Promise<CoverChange> {
    const members = await this.failovers.members(group.id);
    const shares = await this.failovers.shares(group.id);
    const loads = await this.loads.of(members.map(({ routerId }) => routerId));
    const change = planCover({ substitutes: group.substitutes, members, shares, loads });
    await this.failovers.removeShares(change.removed);
    await this.failovers.addShares(change.added);
    await this.publish([...change.removed, ...change.added]);
    return change;
  }

  private async publish(shares: readonly LiveShare[]): Promise<void> {
    if (shares.length === 0) return;
    const changes = shares.map(({ homeRouterId, routerId, from, to }) => ({ homeRouterId, routerId, from, to }));
    await this.outbox.publish(FailoverSharesChanged, { key: uuidv7(), payload: { changes } });
  }

  private async tellUncovered(group: RouterGroup, { added, removed, uncovered }: CoverChange): Promise<void> {
    for (const { routerId, name } of uncovered) {
      await this.alerts.raise({
        ...{ key: uncoveredAlert(routerId), severity: 'CRITICAL', siteId: group.siteId },
        subject: { type: 'router', id: routerId },
        title: { id: `Tidak ada router pengganti untuk ${name}`, en: `No router can stand in for ${name}` },
        detail: { group: group.name },
      });
    }
    if (added.length + removed.length === 0) return;
    for (const routerId of new Set(added.map((share) => share.homeRouterId))) {
      await this.alerts.resolve(uncoveredAlert(routerId));
    }
  }

  private async locked(groupId: string): Promise<RouterGroup> {
    const found = await this.groups.lock(groupId);
    const group = found ? await this.groups.find(groupId) : undefined;
    if (!group) throw CoreErrors.NOT_FOUND({ what: 'router group', id: groupId });
    return group;
  }
}

function memberOf(members: readonly WatchedMember[], routerId: string): WatchedMember {
  const member = members.find((one) => one.routerId === routerId);
  if (!member) throw RouterGroupErrors.GROUP_NOT_A_MEMBER();
  return member;
}

const subjectOf = ({ siteId }: RouterGroup, id: string): { siteId: string; subject: { type: string; id: string } } => ({
  siteId,
  subject: { type: 'router', id },
});
