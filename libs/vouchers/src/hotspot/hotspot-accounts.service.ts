import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { ServiceStates } from '@app/billing';
import { CoreErrors, type Page, uuidv7 } from '@app/core';
import { RoutersService } from '@app/mikrotik';
import { SecretBox } from '@app/platform';
import { LoginNames } from '../repositories/login-names.repository';
import { generateCode } from '../services/voucher-code.generator';
import { accountPasswordPlace } from './account-password';
import { AccountSync } from './account-sync.service';
import { HotspotErrors } from './hotspot.errors';
import { type HotspotAccount } from './hotspot-account';
import {
  type HotspotAccountFilter,
  type HotspotAccountPatch,
  HotspotAccountRepository,
} from './hotspot-account.repository';

export interface NewHotspotLogin {
  subscriptionId: string;
  /** The only router; default: every hotspot router of the site. */
  routerId?: string;
  /** Default: from the number of the customer. */
  username?: string;
  /** Default: a generated one. */
  password?: string;
  macAddress?: string;
}

/** An account with what its subscription may do, and the user profile where its user is wanted. */
export type HotspotAccountWithAccess = HotspotAccount & {
  access: 'ENABLED' | 'ISOLATED' | 'DISABLED';
  routerIds: string[];
};

/** Hotspot accounts of subscriptions. What changes marks the routers dirty in the same transaction. */
@Injectable()
export class HotspotAccounts {
  constructor(
    private readonly accounts: HotspotAccountRepository,
    private readonly names: LoginNames,
    private readonly routers: RoutersService,
    private readonly states: ServiceStates,
    private readonly sync: AccountSync,
    private readonly box: SecretBox,
  ) {}

  async list(filter: HotspotAccountFilter): Promise<Page<HotspotAccountWithAccess>> {
    const page = await this.accounts.page(filter);
    return { ...page, items: await this.withAccess(page.items) };
  }

  /** @throws DomainError CORE_NOT_FOUND, also for an account outside the caller's scope */
  async get(id: string): Promise<HotspotAccountWithAccess> {
    const [account] = await this.withAccess([existing(id, await this.accounts.find(id))]);
    return existing(id, account);
  }

  /**
   * @returns the account with its password: this is the only time that it is shown
   * @throws DomainError CORE_NOT_FOUND, HOTSPOT_PLAN_NOT_HOTSPOT, HOTSPOT_ROUTER_OF_OTHER_SITE, HOTSPOT_USERNAME_TAKEN,
   * HOTSPOT_USERNAME_OF_VOUCHER, HOTSPOT_SUBSCRIPTION_HAS_ACCOUNT
   */
  @Transactional()
  async create(input: NewHotspotLogin): Promise<{ account: HotspotAccountWithAccess; password: string }> {
    const { subscriptionId, routerId = null } = input;
    const place = await this.accounts.subscription(subscriptionId);
    if (place === undefined) throw CoreErrors.NOT_FOUND({ what: 'subscription', id: subscriptionId });
    if (place.serviceKind !== 'HOTSPOT') throw HotspotErrors.PLAN_NOT_HOTSPOT();
    if (routerId !== null) await this.checkRouter(routerId, place.siteId);
    const username = input.username ?? defaultName(place.customerCode, subscriptionId);
    if (await this.names.holdForMember(place.siteId, username)) throw HotspotErrors.USERNAME_OF_VOUCHER();
    const [id, password] = [uuidv7(), input.password ?? newPassword()];
    const passwordSealed = this.box.seal(password, accountPasswordPlace(id));
    const macAddress = input.macAddress?.toUpperCase() ?? null;
    const { siteId } = place;
    await this.accounts.insert({ id, subscriptionId, siteId, routerId, username, passwordSealed, macAddress });
    await this.sync.accountsChanged(await this.sync.placesOf([subscriptionId]));
    return { account: await this.get(id), password };
  }

  /** @throws DomainError CORE_NOT_FOUND, CORE_STALE_VERSION, HOTSPOT_ROUTER_OF_OTHER_SITE */
  @Transactional()
  async update(id: string, version: number, patch: HotspotAccountPatch): Promise<HotspotAccountWithAccess> {
    const { siteId, subscriptionId } = existing(id, await this.accounts.find(id, { lock: true }));
    if (typeof patch.routerId === 'string') await this.checkRouter(patch.routerId, siteId);
    const before = await this.sync.placesOf([subscriptionId]);
    const macAddress = typeof patch.macAddress === 'string' ? patch.macAddress.toUpperCase() : patch.macAddress;
    const change = { ...patch, ...(macAddress === undefined ? {} : { macAddress }) };
    if (!(await this.accounts.update(id, version, change))) throw CoreErrors.STALE_VERSION();
    await this.sync.accountsChanged([...before, ...(await this.sync.placesOf([subscriptionId]))]);
    return this.get(id);
  }

  /** @returns the new password: this is the only time that it is shown. @throws DomainError CORE_NOT_FOUND */
  @Transactional()
  async resetPassword(id: string): Promise<{ account: HotspotAccountWithAccess; password: string }> {
    const { subscriptionId } = existing(id, await this.accounts.find(id, { lock: true }));
    const password = newPassword();
    await this.accounts.setPassword(id, this.box.seal(password, accountPasswordPlace(id)));
    await this.sync.accountsChanged(await this.sync.placesOf([subscriptionId]));
    return { account: await this.get(id), password };
  }

  /** Takes the account off its routers for good. @throws DomainError CORE_NOT_FOUND */
  @Transactional()
  async remove(id: string): Promise<void> {
    const { subscriptionId } = existing(id, await this.accounts.find(id, { lock: true }));
    const before = await this.sync.placesOf([subscriptionId]);
    await this.accounts.delete(id);
    await this.sync.accountsChanged(before);
  }

  private async checkRouter(routerId: string, siteId: string): Promise<void> {
    if ((await this.routers.get(routerId)).siteId !== siteId) throw HotspotErrors.ROUTER_OF_OTHER_SITE();
  }

  private async withAccess(accounts: readonly HotspotAccount[]): Promise<HotspotAccountWithAccess[]> {
    const ids = accounts.map((account) => account.subscriptionId);
    const states = new Map((await this.states.of(ids)).map((state) => [state.subscriptionId, state.desired]));
    const places = ids.length === 0 ? [] : await this.sync.placesOf(ids);
    return accounts.map((account) => ({
      ...account,
      access: states.get(account.subscriptionId) ?? 'DISABLED',
      routerIds: places.filter((one) => one.subscriptionId === account.subscriptionId).map(({ routerId }) => routerId),
    }));
  }
}

const newPassword = (): string => generateCode({ prefix: '', length: 10, alphabet: 'MIXED', passwordMode: 'OWN' });

const defaultName = (customerCode: string, subscriptionId: string): string =>
  `hs-${customerCode.toLowerCase().replace(/[^a-z0-9_.@-]/g, '-')}-${subscriptionId.slice(-4)}`.slice(0, 63);

function existing<T>(id: string, found: T | undefined): T {
  if (found === undefined) throw CoreErrors.NOT_FOUND({ what: 'hotspot account', id });
  return found;
}
