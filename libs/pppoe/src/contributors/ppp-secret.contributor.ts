import { Injectable } from '@nestjs/common';
import { ServiceStates } from '@app/billing';
import { ContributesDesiredState, DesiredStateContributor, type DesiredResource } from '@app/mikrotik';
import { mapInSlices, SecretBox } from '@app/platform';
import { desiredSecret } from '../domain/desired-secret';
import { RouterAccountsRepository } from '../repositories/router-accounts.repository';
import { passwordPlace } from '../services/password-place';

/** The PPP secrets that we want on a router: two statements, whatever the number of accounts. */
@Injectable()
@ContributesDesiredState()
export class PppSecretContributor extends DesiredStateContributor {
  readonly kind = 'ppp-secret';

  constructor(
    private readonly accounts: RouterAccountsRepository,
    private readonly states: ServiceStates,
    private readonly box: SecretBox,
  ) {
    super();
  }

  /** Secrets of subscribers who are served by another member of the router's group. */
  override servedElsewhere = async (routerId: string, keys: readonly string[]): Promise<readonly string[]> =>
    this.accounts.servedElsewhere(routerId, keys);

  async desired(routerId: string, keys: readonly string[] | 'all'): Promise<DesiredResource[]> {
    const accounts = await this.accounts.ofRouter(routerId, keys);
    const states = await this.states.of(accounts.map((account) => account.subscriptionId));
    const bySubscription = new Map(states.map((state) => [state.subscriptionId, state]));
    return mapInSlices(accounts, (account) => {
      const service = bySubscription.get(account.subscriptionId);
      // why: an account without an answer must not look like one that nobody wants
      if (service === undefined) throw new Error(`no service state of subscription ${account.subscriptionId}`);
      const password = this.box.open(account.passwordSealed, passwordPlace(account.id));
      return desiredSecret({ ...account, password }, service);
    });
  }
}
