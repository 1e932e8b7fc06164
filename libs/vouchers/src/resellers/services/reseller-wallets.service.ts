import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CoreErrors, type Page } from '@app/core';
import { ResellersService } from '@app/customers';
import { AccessErrors, SitesService } from '@app/iam';
import { AuditLog, CurrentActor, type ListRequest } from '@app/platform';
import { type ResellerMovement, type ResellerWallet } from '../domain/wallet';
import { ResellerWalletRepository } from '../repositories/reseller-wallet.repository';
import { ResellerErrors } from '../resellers.errors';

/** Deposits of resellers as they are looked at, and the terms that the house sets. */
@Injectable()
export class ResellerWallets {
  constructor(
    private readonly wallets: ResellerWalletRepository,
    private readonly resellers: ResellersService,
    private readonly sites: SitesService,
    private readonly actor: CurrentActor,
    private readonly audit: AuditLog,
  ) {}

  /** @throws DomainError CORE_NOT_FOUND, also for another reseller's */
  async get(resellerId: string): Promise<ResellerWallet> {
    const { siteId } = await this.resellers.get(resellerId);
    const { currency } = await this.sites.get(siteId);
    const wallet = await this.wallets.of(resellerId, currency);
    if (!wallet) throw CoreErrors.NOT_FOUND({ what: 'reseller', id: resellerId });
    return wallet;
  }

  /** Every change of the balance, newest first. @throws DomainError CORE_NOT_FOUND */
  async statement(request: ListRequest, resellerId: string): Promise<Page<ResellerMovement>> {
    await this.resellers.get(resellerId);
    return this.wallets.statement(request, resellerId);
  }

  /** @throws DomainError CORE_NOT_FOUND, CORE_STALE_VERSION, IAM_SCOPE_TOO_NARROW, RESELLERS_LIMIT_BELOW_DEBT */
  @Transactional()
  async setTerms(
    resellerId: string,
    version: number,
    { limitAmount, commissionBps }: Pick<ResellerWallet, 'limitAmount' | 'commissionBps'>,
  ): Promise<ResellerWallet> {
    const before = await this.get(resellerId);
    if (this.actor.isNarrowed()) throw AccessErrors.SCOPE_TOO_NARROW();
    if (!(await this.wallets.setTerms(resellerId, version, limitAmount, commissionBps))) {
      const now = await this.get(resellerId);
      throw now.version === version ? ResellerErrors.LIMIT_BELOW_DEBT() : CoreErrors.STALE_VERSION();
    }
    const after = await this.get(resellerId);
    const subject = { type: 'reseller', id: resellerId };
    await this.audit.record({ action: 'reseller.terms-changed', subject, siteId: before.siteId, before, after });
    return after;
  }
}
