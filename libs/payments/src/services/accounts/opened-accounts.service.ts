import { Injectable } from '@nestjs/common';
import { CoreErrors, Clock } from '@app/core';
import { SecretBox } from '@app/platform';
import { type GatewayAccount } from '../../domain/accounts/gateway-account';
import { PaymentsConfig } from '../../payments.config';
import {
  GatewayAccountRepository,
  PREVIOUS_SECRETS,
  type SealedAccount,
  SECRETS,
} from '../../repositories/accounts/gateway-account.repository';
import { type OpenedAccount } from './gateway-calls';

/** An account with its secrets open: for calls and callbacks only, never for answers or logs. */
export type UsableAccount = OpenedAccount & { account: GatewayAccount };

/**
 * Opens accounts. What was opened is kept for a few seconds, so that a burst of callbacks asks the database once; what another
 * process changed counts here no later (rotation of secrets overlaps anyway).
 */
@Injectable()
export class OpenedAccounts {
  private readonly memory = new Map<string, { opened: UsableAccount; until: number }>();

  constructor(
    private readonly accounts: GatewayAccountRepository,
    private readonly box: SecretBox,
    private readonly clock: Clock,
    private readonly config: PaymentsConfig,
  ) {}

  /** Undefined when there is none. */
  async find(id: string): Promise<UsableAccount | undefined> {
    const known = this.memory.get(id);
    if (known && known.until > this.clock.monotonicMs()) return known.opened;
    const sealed = await this.accounts.open(id);
    if (!sealed) return undefined;
    const opened = this.open(sealed);
    this.memory.set(id, { opened, until: this.clock.monotonicMs() + this.config.accountMemoryMs });
    return opened;
  }

  /** @throws DomainError CORE_NOT_FOUND */
  async get(id: string): Promise<UsableAccount> {
    const found = await this.find(id);
    if (!found) throw CoreErrors.NOT_FOUND({ what: 'gateway account', id });
    return found;
  }

  /** Accounts of a site that something new can be started at, by priority. */
  async usable(siteId: string, currency: string): Promise<UsableAccount[]> {
    return (await this.accounts.usable(siteId, currency)).map((sealed) => this.open(sealed));
  }

  /** It was changed in this process. */
  forget(id: string): void {
    this.memory.delete(id);
  }

  private open({ secretsSealed, previousSecretsSealed, ...account }: SealedAccount): UsableAccount {
    const { id: accountId, gateway, environment, settings } = account;
    const read = (sealed: string, column: typeof SECRETS): Record<string, string> =>
      JSON.parse(this.box.open(sealed, column.place(accountId))) as Record<string, string>;
    const previousSecrets =
      previousSecretsSealed === null ? {} : { previousSecrets: read(previousSecretsSealed, PREVIOUS_SECRETS) };
    const credentials = {
      ...{ accountId, environment, settings },
      secrets: read(secretsSealed, SECRETS),
      ...previousSecrets,
    };
    return { account, gateway, credentials };
  }
}
