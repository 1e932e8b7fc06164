import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CoreErrors, uuidv7 } from '@app/core';
import { SecretBox } from '@app/platform';
import { nextUsername, usernameStem } from '../domain/username';
import { PlacementRepository, type RouterPlace, type SubscriptionPlace } from '../repositories/placement.repository';
import { PppoeAccountRepository } from '../repositories/pppoe-account.repository';
import { PppoeConfig } from '../pppoe.config';
import { PppoeErrors } from '../pppoe.errors';
import { generatePassword } from './password-generator';
import { passwordPlace } from './password-place';
import { ChooseRoutersService, type HomedAccount } from './choose-routers.service';
import { SecretSyncService } from './secret-sync.service';

export interface NewAccount {
  subscriptionId: string;
  /** Its router; this, or a group. */
  routerId?: string;
  /** A group of routers, of which the least loaded healthy one with room is taken. */
  routerGroupId?: string;
  /** Default: the customer's code and a number. */
  username?: string;
  /** Default: a generated one. */
  password?: string;
  /** Fixed IPv4 address. */
  remoteAddress?: string;
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
    private readonly accounts: PppoeAccountRepository,
    private readonly places: PlacementRepository,
    private readonly choosing: ChooseRoutersService,
    private readonly sync: SecretSyncService,
    private readonly box: SecretBox,
    private readonly config: PppoeConfig,
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
   * PPPOE_USERNAME_TAKEN, PPPOE_ADDRESS_TAKEN, MIKROTIK_GROUP_NO_HEALTHY_MEMBER, MIKROTIK_GROUP_FULL
   */
  @Transactional()
  async createMany(inputs: readonly NewAccount[]): Promise<CreatedAccount[]> {
    const located = await this.locate(await this.choosing.routersFor(inputs));
    const named = await this.name(located);
    await this.checkGroups(named);
    await this.accounts.insertMany(
      named.map(({ input, place, created }) => ({
        ...{ id: created.id, username: created.username, subscriptionId: place.subscriptionId, siteId: place.siteId },
        routerId: input.routerId,
        passwordSealed: this.box.seal(created.password, passwordPlace(created.id)),
        remoteAddress: input.remoteAddress ?? null,
      })),
    );
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
    const unnamed = located.filter(({ input }) => input.username === undefined);
    const stems = new Set(unnamed.map(({ place }) => usernameStem(place.customerCode)));
    const taken = await this.accounts.usernamesOf([...stems]);
    return located.map(({ input, place, router }) => {
      const username = input.username ?? nextUsername(usernameStem(place.customerCode), taken);
      taken.add(username);
      const password = input.password ?? generatePassword(this.config.passwordLength);
      return { input, place, router, created: { id: uuidv7(), username, password } };
    });
  }
}

interface Located {
  input: HomedAccount;
  place: SubscriptionPlace;
  router: RouterPlace;
}

interface Named extends Located {
  created: CreatedAccount;
}
