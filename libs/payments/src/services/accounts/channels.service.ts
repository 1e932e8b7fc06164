import { Injectable, Logger } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CoreErrors, Money } from '@app/core';
import { AuditLog, Database, DatabaseClock } from '@app/platform';
import { type AccountChannel, HOSTED_CHANNEL } from '../../domain/accounts/channel';
import { type Candidate, chargedOf, inOrderOfChoice, isFit, type Wish } from '../../domain/accounts/choice';
import { type GatewayChannel, Gateways, type PaymentGateway } from '../../gateways';
import { PaymentsConfig } from '../../payments.config';
import { GatewayAccountRepository } from '../../repositories/accounts/gateway-account.repository';
import {
  type ChannelPatch,
  GatewayChannelRepository,
  type OfferedChannel,
} from '../../repositories/accounts/gateway-channel.repository';
import { GatewayAccounts } from './gateway-accounts.service';
import { GatewayCalls } from './gateway-calls';
import { OpenedAccounts, type UsableAccount } from './opened-accounts.service';

/** A way to pay as the payer sees it. */
export interface PayOption {
  accountId: string;
  gateway: string;
  /** What to say to `Attempts.start`. */
  channel: string;
  name: string;
  kind: string;
  /** What the payer bears on top. */
  fee: Money;
  /** What he pays altogether. */
  total: Money;
}

/** The ways to pay of accounts: what the gateway offers, what we switched on, what it costs whom. */
@Injectable()
export class Channels {
  private readonly logger = new Logger(Channels.name);

  constructor(
    private readonly channels: GatewayChannelRepository,
    private readonly rows: GatewayAccountRepository,
    private readonly accounts: GatewayAccounts,
    private readonly opened: OpenedAccounts,
    private readonly gateways: Gateways,
    private readonly calls: GatewayCalls,
    private readonly config: PaymentsConfig,
    private readonly clock: DatabaseClock,
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  /** Ways to pay an amount at a site, the best account per channel, the best first. */
  async forTarget(target: { siteId: string; due: Money }): Promise<PayOption[]> {
    const { amount, currency } = target.due;
    const seen = new Set<string>();
    const candidates = await this.candidates({ siteId: target.siteId, amount, currency });
    return candidates.flatMap(({ account, channel }) => {
      if (seen.has(channel.channel)) return [];
      seen.add(channel.channel);
      const total = chargedOf(channel, amount);
      const { id: accountId, gateway } = account;
      const money = { fee: Money.of(total - amount, currency), total: Money.of(total, currency) };
      return [{ accountId, gateway, channel: channel.channel, name: channel.name, kind: channel.kind, ...money }];
    });
  }

  /** What a wish can be started at, in order of choice: by site, channel, amount, priority, fee and health. */
  async candidates(wish: Wish): Promise<Candidate[]> {
    const usable = await this.opened.usable(wish.siteId, wish.currency);
    await this.refreshStale(usable);
    const channels = await this.channels.of(usable.map(({ account }) => account.id));
    const all = usable.flatMap(({ account }) => {
      const { minAmount: min, maxAmount: max } = this.gateways.get(account.gateway).capabilities;
      const healthy = this.calls.health(account.id) !== 'open';
      const own = channels.filter(({ accountId }) => accountId === account.id);
      return own.map((channel): Candidate => ({ account, channel, limits: { min, max }, healthy }));
    });
    return inOrderOfChoice(
      all.filter((one) => isFit(one, wish)),
      wish.amount,
    );
  }

  /** @throws DomainError CORE_NOT_FOUND for an account outside the actor's sites */
  async of(accountId: string): Promise<AccountChannel[]> {
    await this.accounts.get(accountId);
    return this.channels.of([accountId]);
  }

  /** @throws DomainError CORE_NOT_FOUND */
  @Transactional()
  async update(accountId: string, channel: string, patch: ChannelPatch): Promise<AccountChannel> {
    const { siteId } = await this.accounts.get(accountId);
    const before = await this.one(accountId, channel);
    if (!(await this.channels.update(accountId, channel, patch)))
      throw CoreErrors.NOT_FOUND({ what: 'channel', id: channel });
    const after = await this.one(accountId, channel);
    const subject = { type: 'gateway-account', id: accountId };
    await this.audit.record({ action: 'gateway-channel.changed', subject, siteId, before, after });
    return after;
  }

  /**
   * Asks the gateway for its channels now; this is also the test of an account's keys.
   *
   * @throws DomainError CORE_NOT_FOUND, GATEWAYS_CHANNELS_UNAVAILABLE
   */
  async refresh(accountId: string): Promise<AccountChannel[]> {
    await this.accounts.get(accountId);
    await this.fetch(await this.opened.get(accountId));
    return this.channels.of([accountId]);
  }

  private async refreshStale(accounts: readonly UsableAccount[]): Promise<void> {
    const now = await this.clock.sample();
    const limit = now.getTime() - this.config.channelMinutes * 60_000;
    const stale = accounts.filter(({ account }) => (account.channelsRefreshedAt?.getTime() ?? 0) < limit);
    await Promise.all(stale.map((one) => this.fetchQuietly(one)));
  }

  /** What is known already goes on being used when the gateway does not answer. */
  private async fetchQuietly(account: UsableAccount): Promise<void> {
    try {
      await this.fetch(account);
    } catch (error) {
      this.logger.warn(`channels of ${account.account.code} could not be refreshed: ${String(error)}`);
    }
  }

  private async fetch({ account, gateway: code, credentials }: UsableAccount): Promise<void> {
    const gateway = this.gateways.get(code);
    const offered = gateway.capabilities.channelList
      ? (await gateway.listChannels(credentials, Money.of(sampleAmount(gateway), account.currency))).map(toOffered)
      : [soleChannel(gateway)];
    await this.database.transaction(async () => {
      await this.channels.offer(account.id, account.currency, offered);
      await this.rows.channelsRefreshed(account.id);
    });
  }

  private async one(accountId: string, channel: string): Promise<AccountChannel> {
    const found = (await this.channels.of([accountId])).find((one) => one.channel === channel);
    if (!found) throw CoreErrors.NOT_FOUND({ what: 'channel', id: channel });
    return found;
  }
}

/** Gateways want to know an amount; the usual bill of a household will do. */
const sampleAmount = ({ capabilities: { minAmount } }: PaymentGateway): bigint =>
  minAmount > 150_000n ? minAmount : 150_000n;

function toOffered({ code, name, kind, minAmount, maxAmount }: GatewayChannel): OfferedChannel {
  return { channel: code, name, kind, minAmount: minAmount?.amount ?? 0n, maxAmount: maxAmount?.amount ?? null };
}

function soleChannel({ title, capabilities: { onlyChannel } }: PaymentGateway): OfferedChannel {
  const limits = { minAmount: 0n, maxAmount: null };
  if (onlyChannel) return { channel: onlyChannel.code, name: onlyChannel.name, kind: onlyChannel.kind, ...limits };
  return { channel: HOSTED_CHANNEL, name: title, kind: 'other', ...limits };
}
