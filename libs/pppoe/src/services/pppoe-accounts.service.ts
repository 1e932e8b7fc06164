import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { ServiceStates } from '@app/billing';
import { CoreErrors, type Page } from '@app/core';
import { SecretBox } from '@app/platform';
import { keptOf, profileFor } from '../domain/kept-profile';
import { type PppoeAccount } from '../domain/pppoe-account';
import { type ServiceFacts } from '../domain/service-facts';
import { PlacementRepository } from '../repositories/placement.repository';
import {
  type PppoeAccountFilter,
  type PppoeAccountPatch,
  PppoeAccountRepository,
} from '../repositories/pppoe-account.repository';
import { PppoeConfig } from '../pppoe.config';
import { PppoeErrors } from '../pppoe.errors';
import { generatePassword } from './password-generator';
import { passwordPlace } from './password-place';
import { SecretSyncService } from './secret-sync.service';

/** An account with what its subscription may do, and the profile that follows from it. */
export interface AccountWithAccess extends PppoeAccount {
  /** Routers that stand in for the account's own. */
  substituteRouterIds: string[];
  access: ServiceFacts['desired'];
  profile: string;
}

/** PPPoE accounts within the caller's sites. What changes marks its router dirty in the same transaction. */
@Injectable()
export class PppoeAccountsService {
  constructor(
    private readonly accounts: PppoeAccountRepository,
    private readonly places: PlacementRepository,
    private readonly states: ServiceStates,
    private readonly sync: SecretSyncService,
    private readonly box: SecretBox,
    private readonly config: PppoeConfig,
  ) {}

  async list(filter: PppoeAccountFilter): Promise<Page<AccountWithAccess>> {
    const page = await this.accounts.page(filter);
    return { ...page, items: await this.withAccess(page.items) };
  }

  /** @throws DomainError CORE_NOT_FOUND, also for an account outside the caller's sites */
  async get(id: string): Promise<AccountWithAccess> {
    const [account] = await this.withAccess([existing(id, await this.accounts.find(id))]);
    return existing(id, account);
  }

  /**
   * Moves the account to another router of its site, or gives it another fixed address.
   *
   * @throws DomainError CORE_NOT_FOUND, CORE_STALE_VERSION, PPPOE_ROUTER_OF_OTHER_SITE, PPPOE_USERNAME_TAKEN,
   * PPPOE_ADDRESS_TAKEN
   */
  @Transactional()
  async update(id: string, version: number, patch: PppoeAccountPatch): Promise<AccountWithAccess> {
    const before = existing(id, await this.accounts.find(id));
    if (patch.routerId !== undefined) await this.checkRouter(patch.routerId, before);
    const left = await this.sync.placesOf([before.subscriptionId]);
    if (!(await this.accounts.update(id, version, patch))) throw CoreErrors.STALE_VERSION();
    await this.sync.secretChanged(left);
    if (patch.routerId !== undefined && patch.routerId !== before.routerId) await this.place(before);
    return this.get(id);
  }

  /** Makes a new password. @returns it: this is the only time it is shown. @throws DomainError CORE_NOT_FOUND */
  @Transactional()
  async resetPassword(id: string): Promise<{ account: AccountWithAccess; password: string }> {
    const account = existing(id, await this.accounts.lock(id));
    const password = generatePassword(this.config.passwordLength);
    await this.accounts.setPassword(id, this.box.seal(password, passwordPlace(id)));
    await this.sync.secretChanged(await this.sync.placesOf([account.subscriptionId]));
    return { account: await this.get(id), password };
  }

  /** Takes the account off its router for good. @throws DomainError CORE_NOT_FOUND */
  @Transactional()
  async remove(id: string): Promise<void> {
    const account = existing(id, await this.accounts.lock(id));
    const left = await this.sync.placesOf([account.subscriptionId]);
    await this.accounts.delete(id);
    await this.sync.secretChanged(left);
  }

  private async place({ subscriptionId }: PppoeAccount): Promise<void> {
    const place = (await this.places.subscriptions([subscriptionId])).get(subscriptionId);
    if (place === undefined) return;
    const places = await this.sync.placesOf([subscriptionId]);
    await this.sync.placed(places.map((one) => ({ ...one, planCode: place.planCode })));
  }

  private async checkRouter(routerId: string, account: PppoeAccount): Promise<void> {
    const router = (await this.places.routers([routerId])).get(routerId);
    if (router === undefined) throw CoreErrors.NOT_FOUND({ what: 'router', id: routerId });
    if (router.siteId !== account.siteId) throw PppoeErrors.ROUTER_OF_OTHER_SITE();
  }

  private async withAccess(accounts: readonly PppoeAccount[]): Promise<AccountWithAccess[]> {
    const states = await this.states.of(accounts.map((account) => account.subscriptionId));
    const bySubscription = new Map(states.map((state) => [state.subscriptionId, state]));
    const places = await this.sync.placesOf(accounts.map((account) => account.subscriptionId));
    return accounts.map((account) => {
      const state = bySubscription.get(account.subscriptionId);
      const access = state?.desired ?? 'DISABLED';
      const profile = state === undefined ? '' : profileFor(state, keptOf(account));
      const substituteRouterIds = places
        .filter(({ subscriptionId, routerId }) => {
          return subscriptionId === account.subscriptionId && routerId !== account.routerId;
        })
        .map(({ routerId }) => routerId);
      return { ...account, access, profile, substituteRouterIds };
    });
  }
}

function existing<T>(id: string, account: T | undefined): T {
  if (account === undefined) throw CoreErrors.NOT_FOUND({ what: 'pppoe account', id });
  return account;
}
