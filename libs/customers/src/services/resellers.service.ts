import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CoreErrors, type Page, uuidv7 } from '@app/core';
import { AccessErrors, SitesService } from '@app/iam';
import { CurrentActor, type ListRequest } from '@app/platform';
import { CustomersErrors } from '../customers.errors';
import { type Reseller } from '../domain/place';
import { type ResellerFilter, type ResellerPatch, ResellersRepository } from '../repositories/resellers.repository';

/** Resellers of sites, within the scope of the running actor. Their money comes with the vouchers lib. */
@Injectable()
export class ResellersService {
  constructor(
    private readonly resellers: ResellersRepository,
    private readonly sites: SitesService,
    private readonly actor: CurrentActor,
  ) {}

  /** @throws DomainError CORE_NOT_FOUND, also for a reseller outside the actor's scope */
  async get(id: string): Promise<Reseller> {
    const [reseller] = await this.resellers.find([id]);
    if (!reseller) throw CoreErrors.NOT_FOUND({ what: 'reseller', id });
    return reseller;
  }

  async list(request: ListRequest, filter: ResellerFilter): Promise<Page<Reseller>> {
    return this.resellers.page(request, filter);
  }

  /** @throws DomainError CORE_NOT_FOUND (site), CUSTOMERS_RESELLER_NAME_TAKEN, IAM_SCOPE_TOO_NARROW */
  @Transactional()
  async create(input: { siteId: string; name: string }): Promise<Reseller> {
    if (this.actor.isNarrowed()) throw AccessErrors.SCOPE_TOO_NARROW();
    const { id: siteId } = await this.sites.get(input.siteId);
    const id = uuidv7();
    if (!(await this.resellers.insert({ id, siteId, name: input.name }))) throw CustomersErrors.RESELLER_NAME_TAKEN();
    return this.get(id);
  }

  /**
   * A reseller does not change himself.
   *
   * @throws DomainError CORE_NOT_FOUND, CORE_STALE_VERSION, CUSTOMERS_RESELLER_NAME_TAKEN, IAM_SCOPE_TOO_NARROW
   */
  @Transactional()
  async update(id: string, version: number, patch: ResellerPatch): Promise<Reseller> {
    const { siteId } = await this.get(id);
    if (this.actor.isNarrowed()) throw AccessErrors.SCOPE_TOO_NARROW();
    if (patch.name !== undefined && (await this.resellers.isNameTaken(siteId, patch.name, id))) {
      throw CustomersErrors.RESELLER_NAME_TAKEN();
    }
    if (!(await this.resellers.update(id, version, patch))) throw CoreErrors.STALE_VERSION();
    return this.get(id);
  }
}
