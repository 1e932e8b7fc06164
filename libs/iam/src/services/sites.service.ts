import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CoreErrors, isTimeZone, type Page, uuidv7 } from '@app/core';
import { CurrentActor, type ListRequest } from '@app/platform';
import { type Site } from '../entities/site.entity';
import { AccessErrors } from '../access.errors';
import { IamErrors } from '../iam.errors';
import { SitesRepository } from '../repositories/sites.repository';

export interface NewSite {
  code: string;
  name: string;
  /** IANA zone. */
  timeZone: string;
  /** ISO 4217; default IDR. */
  currency?: string;
}

export interface SitePatch {
  name?: string;
  timeZone?: string;
}

/** The branches of the provider, within the scope of the running actor. */
@Injectable()
export class SitesService {
  constructor(
    private readonly sites: SitesRepository,
    private readonly actor: CurrentActor,
  ) {}

  /** @throws DomainError CORE_NOT_FOUND, also for a site outside the actor's scope */
  async get(id: string): Promise<Site> {
    const site = await this.sites.find(id);
    if (!site) throw CoreErrors.NOT_FOUND({ what: 'site', id });
    return site;
  }

  async list(request: ListRequest): Promise<Page<Site>> {
    return this.sites.page(request);
  }

  /** Every site of the actor's scope, by code: a handful, not a list to page through. */
  async all(): Promise<Site[]> {
    return this.sites.all();
  }

  /**
   * @throws DomainError IAM_SITE_CODE_TAKEN; IAM_SITES_ABOVE_OWN when the actor is limited to certain sites, because a new
   * one would lie outside of his scope
   */
  @Transactional()
  async create(input: NewSite): Promise<Site> {
    if (this.actor.siteIds() !== null || this.actor.isNarrowed()) throw IamErrors.SITES_ABOVE_OWN();
    checkZone(input.timeZone);
    const id = uuidv7();
    if (!(await this.sites.insert({ ...input, id, currency: input.currency ?? 'IDR' }))) {
      throw IamErrors.SITE_CODE_TAKEN({ code: input.code });
    }
    return this.get(id);
  }

  /**
   * @throws DomainError CORE_NOT_FOUND, CORE_STALE_VERSION, CORE_VALIDATION_FAILED for a zone that does not exist,
   * IAM_SCOPE_TOO_NARROW
   */
  @Transactional()
  async update(id: string, version: number, patch: SitePatch): Promise<Site> {
    await this.get(id);
    if (this.actor.isNarrowed()) throw AccessErrors.SCOPE_TOO_NARROW();
    if (patch.timeZone !== undefined) checkZone(patch.timeZone);
    if (!(await this.sites.update(id, version, patch))) throw CoreErrors.STALE_VERSION();
    return this.get(id);
  }
}

function checkZone(zone: string): void {
  if (isTimeZone(zone)) return;
  throw CoreErrors.VALIDATION_FAILED({}, [
    { path: 'timeZone', code: 'INVALID_TIME_ZONE', message: { id: 'bukan zona IANA', en: 'is not an IANA zone' } },
  ]);
}
