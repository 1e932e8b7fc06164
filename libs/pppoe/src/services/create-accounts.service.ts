import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CoreErrors, uuidv7 } from '@app/core';
import { SecretBox } from '@app/platform';
import { PlacementRepository, type RouterPlace, type SubscriptionPlace } from '../repositories/placement.repository';
import { PppoeErrors } from '../pppoe.errors';
import { AccountWriter } from './account-writer.service';
import { AddressAllotment, type Allotted } from './address-allotment.service';
import { ChooseRoutersService, type HomedAccount } from './choose-routers.service';
import { NumberingService } from './numbering.service';
import { passwordPlace } from './password-place';
import { SecretSyncService } from './secret-sync.service';

export interface NewAccount {
  subscriptionId: string;
  /** Its router; this, or a group. */
  routerId?: string;
  /** A group of routers, of which the least loaded healthy one with room is taken. */
  routerGroupId?: string;
  /** Default: by the numbering of the site. */
  username?: string;
  /** Default: a generated one. */
  password?: string;
  /** Fixed IPv4 address. */
  remoteAddress?: string;
  /** A FIXED pool that the address is taken out of, instead. */
  ipPoolId?: string;
  /** Fixed IPv6 prefix. */
  remoteIpv6Prefix?: string;
  /** An IPV6 pool that the prefix is taken out of, instead. */
  ipv6PoolId?: string;
  /** The only device that may dial in. */
  callerId?: string;
  /** Default `pppoe`. */
  service?: 'pppoe' | 'any';
}

/** What was created; the only time that the password is shown. */
export interface CreatedAccount {
  id: string;
  username: string;
  password: string;
}

/** Gives subscriptions their way to dial in. */
@Injectable()
export class CreateAccountsService {
  constructor(
    private readonly writer: AccountWriter,
    private readonly places: PlacementRepository,
    private readonly choosing: ChooseRoutersService,
    private readonly numbering: NumberingService,
    private readonly addresses: AddressAllotment,
    private readonly sync: SecretSyncService,
    private readonly box: SecretBox,
  ) {}

  /** @throws DomainError as {@link createMany} */
  async create(input: NewAccount): Promise<CreatedAccount> {
    const [created] = await this.createMany([input]);
    if (created === undefined) throw new Error('nothing was created');
    return created;
  }

  /**
   * Creates any number with a fixed number of statements, all or none, and marks their routers dirty in the same
   * transaction; for import, seed and bench.
   *
   * @returns one per input, in its order
   * @throws DomainError CORE_NOT_FOUND for a subscription, router or group out of scope, CORE_VALIDATION_FAILED unless
   * exactly one of router and group is given, PPPOE_ROUTER_OF_OTHER_SITE, PPPOE_SUBSCRIPTION_HAS_ACCOUNT,
   * PPPOE_USERNAME_TAKEN, PPPOE_ADDRESS_TAKEN, PPPOE_POOL_NOT_FOR_ACCOUNT, PPPOE_POOL_EXHAUSTED, MIKROTIK_GROUP_NO_HEALTHY_MEMBER, MIKROTIK_GROUP_FULL
   */
  @Transactional()
  async createMany(inputs: readonly NewAccount[]): Promise<CreatedAccount[]> {
    const located = await this.locate(await this.choosing.routersFor(inputs));
    const named = await this.name(located);
    await this.checkGroups(named);
    const wishes = named.map(({ input, place }) => ({ ...input, siteId: place.siteId }));
    const allotted = await this.addresses.choose(wishes);
    const accounts = named.map(({ input, place, created }, n) => ({
      ...{ id: created.id, username: created.username, subscriptionId: place.subscriptionId, siteId: place.siteId },
      routerId: input.routerId,
      passwordSealed: this.box.seal(created.password, passwordPlace(created.id)),
      ...(allotted[n] ?? NO_ADDRESS),
      ...{ callerId: input.callerId?.toUpperCase() ?? null, service: input.service ?? ('pppoe' as const) },
    }));
    await this.writer.insertMany(accounts);
    await this.markPlaced(named);
    return named.map(({ created }) => created);
  }

  /** On their routers, and on those that stand in for them. */
  private async markPlaced(named: readonly Named[]): Promise<void> {
    const atHome = named.map(({ input, place, created }) => ({
      ...{ routerId: input.routerId, username: created.username, planCode: place.planCode },
      subscriptionId: place.subscriptionId,
    }));
    const away = named.filter(({ router }) => router.failedOver).map(({ place }) => place.subscriptionId);
    const places = away.length === 0 ? [] : await this.sync.placesOf(away);
    const planCodes = new Map(named.map(({ place }) => [place.subscriptionId, place.planCode]));
    const everywhere = places.map((one) => ({ ...one, planCode: planCodes.get(one.subscriptionId) ?? '' }));
    await this.sync.placed([...atHome.filter(({ subscriptionId }) => !away.includes(subscriptionId)), ...everywhere]);
  }

  /** Given names must not be those of accounts of the same group; generated ones are nobody's. */
  private async checkGroups(named: readonly Named[]): Promise<void> {
    const given = named.filter(({ input, router }) => router.grouped && input.username !== undefined);
    if (given.length === 0) return;
    const names = given.map(({ input, created }) => ({ routerId: input.routerId, username: created.username }));
    if (await this.sync.isTakenInGroup(names)) throw PppoeErrors.USERNAME_TAKEN();
  }

  private async locate(inputs: readonly HomedAccount[]): Promise<Located[]> {
    const subscriptions = await this.places.subscriptions(inputs.map((input) => input.subscriptionId));
    const routers = await this.places.routers([...new Set(inputs.map((input) => input.routerId))]);
    return inputs.map((input) => {
      const place = subscriptions.get(input.subscriptionId);
      if (place === undefined) throw CoreErrors.NOT_FOUND({ what: 'subscription', id: input.subscriptionId });
      const router = routers.get(input.routerId);
      if (router === undefined) throw CoreErrors.NOT_FOUND({ what: 'router', id: input.routerId });
      if (router.siteId !== place.siteId) throw PppoeErrors.ROUTER_OF_OTHER_SITE();
      return { input, place, router };
    });
  }

  private async name(located: readonly Located[]): Promise<Named[]> {
    const wishes = located.map(({ input: { username, password }, place }) => ({
      ...{ place, ...(username !== undefined && { username }), ...(password !== undefined && { password }) },
    }));
    const credentials = await this.numbering.name(wishes);
    return located.map((one, n) => ({
      ...one,
      created: { id: uuidv7(), ...(credentials[n] ?? { username: '', password: '' }) },
    }));
  }
}

const NO_ADDRESS: Allotted = { remoteAddress: null, remoteIpv6Prefix: null, poolId: null, ipv6PoolId: null };

interface Located {
  input: HomedAccount;
  place: SubscriptionPlace;
  router: RouterPlace;
}

interface Named extends Located {
  created: CreatedAccount;
}
