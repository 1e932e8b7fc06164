import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CoreErrors, given, type Page, uuidv7 } from '@app/core';
import { type AuditEntry, AuditLog, CurrentActor, isForeignKeyViolation, type ListRequest } from '@app/platform';
import { FailoversRepository } from './failovers.repository';
import { FailoversService } from './failovers.service';
import { type GroupMember, type GroupSettings, type RouterGroup } from './router-group';
import { RouterGroupErrors } from './router-groups.errors';
import { type RouterGroupFilter, RouterGroupsRepository } from './router-groups.repository';

export interface NewRouterGroup extends Partial<Omit<GroupSettings, 'name'>> {
  siteId: string;
  name: string;
  members?: GroupMember[];
}

export interface RouterGroupEdit extends Partial<GroupSettings> {
  /** All of them: who is not named leaves the group. */
  members?: GroupMember[];
}

const DEFAULTS: Omit<GroupSettings, 'name'> = {
  failoverMode: 'AUTO',
  failBackMode: 'AUTO',
  failoverAfterSeconds: 120,
  failBackAfterSeconds: 600,
  substitutes: 'ONE',
  sharedAddresses: false,
};

/** Router groups within the scope of the running actor. */
@Injectable()
export class RouterGroupsService {
  constructor(
    private readonly groups: RouterGroupsRepository,
    private readonly failovers: FailoversRepository,
    private readonly failover: FailoversService,
    private readonly actor: CurrentActor,
    private readonly audit: AuditLog,
  ) {}

  /** @throws DomainError CORE_NOT_FOUND, also for a group of a site outside the scope */
  async get(id: string): Promise<RouterGroup> {
    const group = await this.groups.find(id);
    if (!group) throw CoreErrors.NOT_FOUND({ what: 'router group', id });
    return group;
  }

  async list(request: ListRequest, filter: RouterGroupFilter): Promise<Page<RouterGroup>> {
    return this.groups.page(request, filter);
  }

  /** @throws DomainError CORE_NOT_FOUND (site), MIKROTIK_GROUP_NAME_TAKEN, MIKROTIK_GROUP_MEMBER_INVALID */
  @Transactional()
  async create({ siteId, members = [], ...settings }: NewRouterGroup): Promise<RouterGroup> {
    const scope = this.actor.siteIds();
    const unknownSite = CoreErrors.NOT_FOUND({ what: 'site', id: siteId });
    if (this.actor.isNarrowed() || (scope && !scope.includes(siteId))) throw unknownSite;
    const id = uuidv7();
    try {
      const inserted = await this.groups.insert(id, siteId, { ...DEFAULTS, ...given(settings) });
      if (!inserted) throw RouterGroupErrors.GROUP_NAME_TAKEN();
    } catch (error) {
      throw isForeignKeyViolation(error) ? unknownSite : error;
    }
    await this.setMembers(id, members);
    const group = await this.get(id);
    await this.audit.record({ ...entryOf('created', group), after: group });
    return group;
  }

  /**
   * Absent fields stay. A change of the members is refused while one that leaves is failed over.
   *
   * @throws DomainError CORE_NOT_FOUND, CORE_STALE_VERSION, MIKROTIK_GROUP_NAME_TAKEN, MIKROTIK_GROUP_MEMBER_INVALID,
   * MIKROTIK_GROUP_FAILOVER_ACTIVE
   */
  @Transactional()
  async update(id: string, version: number, { members, ...edit }: RouterGroupEdit): Promise<RouterGroup> {
    await this.groups.lock(id);
    const before = await this.get(id);
    const settings = { ...before, ...given(edit) };
    if (await this.groups.isNameTaken(before.siteId, settings.name, id)) throw RouterGroupErrors.GROUP_NAME_TAKEN();
    if (!(await this.groups.update(id, version, settings))) throw CoreErrors.STALE_VERSION();
    if (members) await this.replaceMembers(id, members);
    if (settings.substitutes !== before.substitutes || settings.sharedAddresses !== before.sharedAddresses) {
      await this.failover.coverAnew(id);
    } else if (members) await this.failover.cover(id);
    const group = await this.get(id);
    await this.audit.record({ ...entryOf('changed', group), before, after: group });
    return group;
  }

  /** @throws DomainError CORE_NOT_FOUND, MIKROTIK_GROUP_FAILOVER_ACTIVE */
  @Transactional()
  async delete(id: string): Promise<void> {
    await this.groups.lock(id);
    const group = await this.get(id);
    await this.refuseFailedOver(id, []);
    await this.groups.delete(id);
    await this.audit.record({ ...entryOf('deleted', group), before: group });
  }

  private async replaceMembers(id: string, members: readonly GroupMember[]): Promise<void> {
    const staying = members.map(({ routerId }) => routerId);
    await this.refuseFailedOver(id, staying);
    await this.setMembers(id, members);
  }

  private async setMembers(id: string, members: readonly GroupMember[]): Promise<void> {
    if (new Set(members.map(({ routerId }) => routerId)).size < members.length) {
      throw RouterGroupErrors.GROUP_MEMBER_INVALID();
    }
    const set = await this.groups.setMembers(id, members);
    if (set < members.length) throw RouterGroupErrors.GROUP_MEMBER_INVALID();
  }

  /** Its subscribers would lose their substitutes without anybody having said so. */
  private async refuseFailedOver(groupId: string, staying: readonly string[]): Promise<void> {
    const leaving = (await this.failovers.members(groupId)).filter(({ routerId }) => !staying.includes(routerId));
    if (leaving.some(({ failoverId }) => failoverId !== null)) throw RouterGroupErrors.GROUP_FAILOVER_ACTIVE();
  }
}

const entryOf = (what: string, { id, siteId }: RouterGroup): AuditEntry => ({
  action: `router-group.${what}`,
  subject: { type: 'router-group', id },
  siteId,
});

/** Without what is undefined: a body of the API has every field. */
