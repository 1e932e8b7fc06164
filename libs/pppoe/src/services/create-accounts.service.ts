import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CoreErrors, uuidv7 } from '@app/core';
import { SecretBox } from '@app/platform';
import { nextUsername, usernameStem } from '../domain/username';
import { PlacementRepository, type SubscriptionPlace } from '../repositories/placement.repository';
import { PppoeAccountRepository } from '../repositories/pppoe-account.repository';
import { PppoeConfig } from '../pppoe.config';
import { PppoeErrors } from '../pppoe.errors';
import { generatePassword } from './password-generator';
import { passwordPlace } from './password-place';
import { SecretSyncService } from './secret-sync.service';

export interface NewAccount {
  subscriptionId: string;
  routerId: string;
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
   * @throws DomainError CORE_NOT_FOUND for a subscription or router out of scope, PPPOE_ROUTER_OF_OTHER_SITE,
   * PPPOE_SUBSCRIPTION_HAS_ACCOUNT, PPPOE_USERNAME_TAKEN, PPPOE_ADDRESS_TAKEN
   */
  @Transactional()
  async createMany(inputs: readonly NewAccount[]): Promise<CreatedAccount[]> {
    const located = await this.locate(inputs);
    const named = await this.name(located);
    await this.accounts.insertMany(
      named.map(({ input, place, created }) => ({
        ...{ id: created.id, username: created.username, subscriptionId: place.subscriptionId, siteId: place.siteId },
        routerId: input.routerId,
        passwordSealed: this.box.seal(created.password, passwordPlace(created.id)),
        remoteAddress: input.remoteAddress ?? null,
      })),
    );
    await this.sync.placed(
      named.map(({ input, place, created }) => ({
        routerId: input.routerId,
        username: created.username,
        planCode: place.planCode,
      })),
    );
    return named.map(({ created }) => created);
  }

  private async locate(inputs: readonly NewAccount[]): Promise<Located[]> {
    const subscriptions = await this.places.subscriptions(inputs.map((input) => input.subscriptionId));
    const routers = await this.places.routerSites([...new Set(inputs.map((input) => input.routerId))]);
    return inputs.map((input) => {
      const place = subscriptions.get(input.subscriptionId);
      if (place === undefined) throw CoreErrors.NOT_FOUND({ what: 'subscription', id: input.subscriptionId });
      const routerSite = routers.get(input.routerId);
      if (routerSite === undefined) throw CoreErrors.NOT_FOUND({ what: 'router', id: input.routerId });
      if (routerSite !== place.siteId) throw PppoeErrors.ROUTER_OF_OTHER_SITE();
      return { input, place };
    });
  }

  private async name(located: readonly Located[]): Promise<(Located & { created: CreatedAccount })[]> {
    const unnamed = located.filter(({ input }) => input.username === undefined);
    const stems = new Set(unnamed.map(({ place }) => usernameStem(place.customerCode)));
    const taken = await this.accounts.usernamesOf([...stems]);
    return located.map(({ input, place }) => {
      const username = input.username ?? nextUsername(usernameStem(place.customerCode), taken);
      taken.add(username);
      const password = input.password ?? generatePassword(this.config.passwordLength);
      return { input, place, created: { id: uuidv7(), username, password } };
    });
  }
}

interface Located {
  input: NewAccount;
  place: SubscriptionPlace;
}
