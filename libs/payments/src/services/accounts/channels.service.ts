import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CoreErrors, Money } from '@app/core';
import { AuditLog } from '@app/platform';
import { type AccountChannel } from '../../domain/accounts/channel';
import { type Candidate, chargedOf, inOrderOfChoice, isFit, type Wish } from '../../domain/accounts/choice';
import { Gateways } from '../../gateways';
import { type ChannelPatch, GatewayChannelRepository } from '../../repositories/accounts/gateway-channel.repository';
import { ChannelOffers } from './channel-offers.service';
import { GatewayAccounts } from './gateway-accounts.service';
import { GatewayCalls } from './gateway-calls';
import { OpenedAccounts } from './opened-accounts.service';

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
  constructor(
    private readonly channels: GatewayChannelRepository,
    private readonly offers: ChannelOffers,
    private readonly accounts: GatewayAccounts,
    private readonly opened: OpenedAccounts,
    private readonly gateways: Gateways,
    private readonly calls: GatewayCalls,
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
    await this.offers.refreshStale(usable);
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
    await this.offers.fetch(await this.opened.get(accountId));
    return this.channels.of([accountId]);
  }

  private async one(accountId: string, channel: string): Promise<AccountChannel> {
    const found = (await this.channels.of([accountId])).find((one) => one.channel === channel);
    if (!found) throw CoreErrors.NOT_FOUND({ what: 'channel', id: channel });
    return found;
  }
}
