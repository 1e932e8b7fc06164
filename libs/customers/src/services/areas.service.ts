import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CoreErrors, type Page, uuidv7 } from '@app/core';
import { AccessErrors, SitesService } from '@app/iam';
import { CurrentActor, isForeignKeyViolation, type ListRequest } from '@app/platform';
import { CustomersErrors } from '../customers.errors';
import { type Area } from '../domain/place';
import { AreasRepository } from '../repositories/areas.repository';

/** Areas of sites, within the scope of the running actor. */
@Injectable()
export class AreasService {
  constructor(
    private readonly areas: AreasRepository,
    private readonly sites: SitesService,
    private readonly actor: CurrentActor,
  ) {}

  /** @throws DomainError CORE_NOT_FOUND, also for an area outside the actor's scope */
  async get(id: string): Promise<Area> {
    const [area] = await this.areas.find([id]);
    if (!area) throw CoreErrors.NOT_FOUND({ what: 'area', id });
    return area;
  }

  async list(request: ListRequest, filter: { siteId?: string }): Promise<Page<Area>> {
    return this.areas.page(request, filter);
  }

  /** @throws DomainError CORE_NOT_FOUND (site), CUSTOMERS_AREA_NAME_TAKEN, IAM_SCOPE_TOO_NARROW */
  @Transactional()
  async create(input: { siteId: string; name: string }): Promise<Area> {
    if (this.actor.isNarrowed()) throw AccessErrors.SCOPE_TOO_NARROW();
    const { id: siteId } = await this.sites.get(input.siteId);
    const id = uuidv7();
    if (!(await this.areas.insert({ id, siteId, name: input.name }))) throw CustomersErrors.AREA_NAME_TAKEN();
    return this.get(id);
  }

  /** @throws DomainError CORE_NOT_FOUND, CORE_STALE_VERSION, CUSTOMERS_AREA_NAME_TAKEN, IAM_SCOPE_TOO_NARROW */
  @Transactional()
  async rename(id: string, version: number, name: string): Promise<Area> {
    const { siteId } = await this.changeable(id);
    if (await this.areas.isNameTaken(siteId, name, id)) throw CustomersErrors.AREA_NAME_TAKEN();
    if (!(await this.areas.rename(id, version, name))) throw CoreErrors.STALE_VERSION();
    return this.get(id);
  }

  /** @throws DomainError CORE_NOT_FOUND, IAM_SCOPE_TOO_NARROW, CUSTOMERS_AREA_IN_USE while it has customers or users */
  @Transactional()
  async delete(id: string): Promise<void> {
    await this.changeable(id);
    try {
      await this.areas.delete(id);
    } catch (error) {
      throw isForeignKeyViolation(error) ? CustomersErrors.AREA_IN_USE() : error;
    }
  }

  private async changeable(id: string): Promise<Area> {
    const area = await this.get(id);
    if (this.actor.isNarrowed()) throw AccessErrors.SCOPE_TOO_NARROW();
    return area;
  }
}
