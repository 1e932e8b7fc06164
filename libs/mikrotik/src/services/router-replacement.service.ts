import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CoreErrors } from '@app/core';
import { Alerts, AuditLog } from '@app/platform';
import { RouterCacheInvalidation } from '../cache/router-cache-invalidation';
import { type Router } from '../entities/router.entity';
import { MikrotikErrors } from '../mikrotik.errors';
import { RouterFactsRepository } from '../repositories/router-facts.repository';
import { RouterSync } from '../sync/router-sync';
import { identityAlertKey } from './router-identity.service';
import { RoutersService } from './routers.service';

/** What an operator decides when something else answers at the address of a router. */
@Injectable()
export class RouterReplacement {
  constructor(
    private readonly routers: RoutersService,
    private readonly facts: RouterFactsRepository,
    private readonly sync: RouterSync,
    private readonly copies: RouterCacheInvalidation,
    private readonly alerts: Alerts,
    private readonly audit: AuditLog,
  ) {}

  /**
   * The other router is the right one from now on: it is compared and written to. What was known of the old one is
   * forgotten, its pinned certificate stays.
   *
   * @param serialNumber the one that the operator has seen; another one in the meantime is not accepted by accident
   * @throws DomainError CORE_NOT_FOUND, CORE_STALE_VERSION, MIKROTIK_IDENTITY_NOT_SHOWN
   */
  @Transactional()
  async acceptIdentity(id: string, version: number, serialNumber: string): Promise<Router> {
    const before = await this.routers.get(id);
    if (before.foreignSerial !== serialNumber) throw MikrotikErrors.IDENTITY_NOT_SHOWN({ serialNumber });
    if (!(await this.facts.acceptIdentity(id, version, serialNumber))) throw CoreErrors.STALE_VERSION();
    await this.sync.wantFullSync(id);
    this.copies.forget(id);
    const after = await this.record('router.replaced', before);
    await this.alerts.resolve(identityAlertKey(id));
    return after;
  }

  /**
   * Trusts this certificate from now on, or the one that the next connection shows.
   *
   * @throws DomainError CORE_NOT_FOUND, CORE_STALE_VERSION
   */
  @Transactional()
  async pinCertificate(id: string, version: number, fingerprint: string | null): Promise<Router> {
    const before = await this.routers.get(id);
    if (!(await this.facts.pinCertificate(id, version, fingerprint))) throw CoreErrors.STALE_VERSION();
    await this.sync.wantFullSync(id);
    return this.record('router.certificate-pinned', before);
  }

  private async record(action: string, before: Router): Promise<Router> {
    const { id, siteId } = before;
    const after = await this.routers.get(id);
    await this.audit.record({ action, subject: { type: 'router', id }, siteId, before, after });
    return after;
  }
}
