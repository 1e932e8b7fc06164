import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CoreErrors, type Page, uuidv7 } from '@app/core';
import { RoutersService, RouterSync } from '@app/mikrotik';
import { AuditLog, CurrentActor } from '@app/platform';
import { bindingOwner, type BindingType, type HotspotBinding } from './hotspot-binding';
import { type BindingFilter, HotspotBindingRepository } from './hotspot-binding.repository';

/** Lets devices past the hotspot of a router without a login, or holds them off. The router follows within seconds. */
@Injectable()
export class HotspotBindings {
  constructor(
    private readonly bindings: HotspotBindingRepository,
    private readonly routers: RoutersService,
    private readonly sync: RouterSync,
    private readonly audit: AuditLog,
    private readonly actor: CurrentActor,
  ) {}

  async list(filter: BindingFilter): Promise<Page<HotspotBinding>> {
    return this.bindings.page(filter);
  }

  /** @throws DomainError CORE_NOT_FOUND */
  async get(id: string): Promise<HotspotBinding> {
    const binding = await this.bindings.find(id);
    if (!binding) throw CoreErrors.NOT_FOUND({ what: 'hotspot binding', id });
    return binding;
  }

  /** @throws DomainError CORE_NOT_FOUND for the router, HOTSPOT_DEVICE_BOUND */
  @Transactional()
  async create(input: Pick<HotspotBinding, 'routerId' | 'macAddress' | 'type' | 'note'>): Promise<HotspotBinding> {
    const { siteId } = await this.routers.get(input.routerId);
    const id = uuidv7();
    const macAddress = input.macAddress.toUpperCase();
    await this.bindings.insert({ ...input, id, siteId, macAddress, createdBy: this.actor.get().name });
    const after = await this.get(id);
    await this.changed('hotspot-binding.created', after, { after });
    return after;
  }

  /** @throws DomainError CORE_NOT_FOUND, CORE_STALE_VERSION */
  @Transactional()
  async setType(id: string, version: number, type: BindingType): Promise<HotspotBinding> {
    const before = await this.get(id);
    if (!(await this.bindings.setType(id, version, type))) throw CoreErrors.STALE_VERSION();
    const after = await this.get(id);
    await this.changed('hotspot-binding.changed', after, { before, after });
    return after;
  }

  /** The device is an ordinary one again. @throws DomainError CORE_NOT_FOUND */
  @Transactional()
  async remove(id: string): Promise<void> {
    const before = await this.get(id);
    await this.bindings.delete(id);
    await this.changed('hotspot-binding.deleted', before, { before });
  }

  private async changed(action: string, { id, siteId, routerId }: HotspotBinding, states: object): Promise<void> {
    await this.sync.markDirty(routerId, [{ kind: 'ip-binding', key: bindingOwner(id) }]);
    await this.audit.record({ action, subject: { type: 'hotspot-binding', id }, siteId, ...states });
  }
}
