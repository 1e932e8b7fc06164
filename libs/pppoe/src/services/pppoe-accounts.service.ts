import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { ServiceStates } from '@app/billing';
import { CoreErrors, type Page } from '@app/core';
import { SecretBox } from '@app/platform';
import { keptOf, profileFor } from '../domain/kept-profile';
import { type PppoeAccount } from '../domain/pppoe-account';
import { readdressing } from '../domain/readdressing';
import { type ServiceFacts } from '../domain/service-facts';
import { type AccountState, AccountStateRepository } from '../repositories/account-state.repository';
import { PlacementRepository } from '../repositories/placement.repository';
import {
  type PppoeAccountFilter,
  type PppoeAccountPatch,
  PppoeAccountRepository,
} from '../repositories/pppoe-account.repository';
import { PppoeErrors } from '../pppoe.errors';
import { AddressAllotment } from './address-allotment.service';
import { NumberingService } from './numbering.service';
import { passwordPlace } from './password-place';
import { SecretSyncService } from './secret-sync.service';

/** An account with what its subscription may do, and the profile that follows from it. */
export interface AccountWithAccess extends PppoeAccount {
  /** Routers that stand in for the account's own. */
  substituteRouterIds: string[];
  access: ServiceFacts['desired'];
  profile: string;
  state: AccountState | null;
}

/** What an edit may change; what is undefined stays. A pool stands for the next free address of it. */
export interface AccountEdit extends PppoeAccountPatch {
  ipPoolId?: string;
  ipv6PoolId?: string;
}

/** PPPoE accounts within the caller's sites. What changes marks its router dirty in the same transaction. */
@Injectable()
export class PppoeAccountsService {
  constructor(
    private readonly accounts: PppoeAccountRepository,
    private readonly places: PlacementRepository,
    private readonly states: ServiceStates,
    private readonly usage: AccountStateRepository,
    private readonly numbering: NumberingService,
    private readonly addresses: AddressAllotment,
    private readonly sync: SecretSyncService,
    private readonly box: SecretBox,
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
   * Moves the account to another router of its site, gives it other fixed addresses, or binds it to a device.
   *
   * @throws DomainError CORE_NOT_FOUND, CORE_STALE_VERSION, PPPOE_ROUTER_OF_OTHER_SITE, PPPOE_USERNAME_TAKEN,
   * PPPOE_ADDRESS_TAKEN, PPPOE_POOL_NOT_FOR_ACCOUNT, PPPOE_POOL_EXHAUSTED
   */
  @Transactional()
  async update(id: string, version: number, edit: AccountEdit): Promise<AccountWithAccess> {
    const before = existing(id, await this.accounts.find(id));
    if (edit.routerId !== undefined) await this.checkRouter(edit.routerId, before);
    const left = await this.sync.placesOf([before.subscriptionId]);
    const patch = await this.readdress(before, edit);
    if (!(await this.accounts.update(id, version, patch))) throw CoreErrors.STALE_VERSION();
    await this.sync.secretChanged(left);
    if (edit.routerId !== undefined && edit.routerId !== before.routerId) await this.place(before);
    return this.get(id);
  }

  /** Makes a new password. @returns it: this is the only time it is shown. @throws DomainError CORE_NOT_FOUND */
  @Transactional()
  async resetPassword(id: string): Promise<{ account: AccountWithAccess; password: string }> {
    const account = existing(id, await this.accounts.lock(id));
    const password = await this.numbering.password(account.siteId);
    await this.accounts.setPassword(id, this.box.seal(password, passwordPlace(id)));
    await this.sync.secretChanged(await this.sync.placesOf([account.subscriptionId]));
    return { account: await this.get(id), password };
  }

  /** Takes the account off its router for good. @throws DomainError CORE_NOT_FOUND */
  @Transactional()
  async remove(id: string): Promise<void> {
    const account = existing(id, await this.accounts.lock(id));
    const left = await this.sync.placesOf([account.subscriptionId]);
    await this.addresses.release(account.subscriptionId, 'ACCOUNT_DELETED');
    await this.accounts.delete(id);
    await this.sync.secretChanged(left);
  }

  /** Gives back what changes, takes what is new, and says what the row has to hold then. */
  private async readdress(
    before: PppoeAccount,
    { ipPoolId, ipv6PoolId, ...patch }: AccountEdit,
  ): Promise<PppoeAccountPatch> {
    const { siteId, subscriptionId } = before;
    const moves = patch.routerId !== undefined && patch.routerId !== before.routerId;
    const reason = moves ? 'ROUTER_CHANGED' : 'CHANGED';
    const v4 = readdressing(before.remoteAddress, { wanted: patch.remoteAddress, poolId: ipPoolId }, moves);
    const v6 = readdressing(before.remoteIpv6Prefix, { wanted: patch.remoteIpv6Prefix, poolId: ipv6PoolId }, moves);
    if (v4.releases) await this.addresses.release(subscriptionId, reason, 4);
    if (v6.releases) await this.addresses.release(subscriptionId, reason, 6);
    const who = { siteId, routerId: patch.routerId ?? before.routerId, subscriptionId };
    const wish = { ...who, remoteAddress: v4.address, remoteIpv6Prefix: v6.address };
    const given = await this.addresses.chooseOne({
      ...wish,
      ...(v4.poolId !== undefined && { ipPoolId: v4.poolId }),
      ...(v6.poolId !== undefined && { ipv6PoolId: v6.poolId }),
    });
    await this.addresses.assign([{ ...who, ...given }]);
    return {
      ...patch,
      ...(v4.changes && { remoteAddress: given.remoteAddress }),
      ...(v6.changes && { remoteIpv6Prefix: given.remoteIpv6Prefix }),
      ...(typeof patch.callerId === 'string' && { callerId: patch.callerId.toUpperCase() }),
    };
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
    const usage = await this.usage.of(accounts.map((account) => account.subscriptionId));
    return accounts.map((account) => {
      const state = bySubscription.get(account.subscriptionId);
      const access = state?.desired ?? 'DISABLED';
      const seen = usage.get(account.subscriptionId);
      const profile = state === undefined ? '' : profileFor(state, keptOf(account), seen?.limit);
      const substituteRouterIds = places
        .filter(({ subscriptionId, routerId }) => {
          return subscriptionId === account.subscriptionId && routerId !== account.routerId;
        })
        .map(({ routerId }) => routerId);
      return { ...account, access, profile, substituteRouterIds, state: seen ?? null };
    });
  }
}

function existing<T>(id: string, account: T | undefined): T {
  if (account === undefined) throw CoreErrors.NOT_FOUND({ what: 'pppoe account', id });
  return account;
}
