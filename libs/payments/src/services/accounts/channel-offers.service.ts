import { Injectable, Logger } from '@nestjs/common';
import { Money } from '@app/core';
import { Database, DatabaseClock } from '@app/platform';
import { HOSTED_CHANNEL } from '../../domain/accounts/channel';
import { type GatewayChannel, Gateways, type PaymentGateway } from '../../gateways';
import { PaymentsConfig } from '../../payments.config';
import { GatewayAccountRepository } from '../../repositories/accounts/gateway-account.repository';
import { GatewayChannelRepository, type OfferedChannel } from '../../repositories/accounts/gateway-channel.repository';
import { type UsableAccount } from './opened-accounts.service';

/** Takes over which channels gateways offer. Never inside a transaction: it asks them. */
@Injectable()
export class ChannelOffers {
  private readonly logger = new Logger(ChannelOffers.name);

  constructor(
    private readonly channels: GatewayChannelRepository,
    private readonly rows: GatewayAccountRepository,
    private readonly gateways: Gateways,
    private readonly config: PaymentsConfig,
    private readonly clock: DatabaseClock,
    private readonly database: Database,
  ) {}

  /** Asks for those that are older than the configuration says; those that do not answer keep what is known. */
  async refreshStale(accounts: readonly UsableAccount[]): Promise<void> {
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

  /** Asks the gateway now. @throws DomainError GATEWAYS_CHANNELS_UNAVAILABLE */
  async fetch({ account, gateway: code, credentials }: UsableAccount): Promise<void> {
    const gateway = this.gateways.get(code);
    const offered = gateway.capabilities.channelList
      ? (await gateway.listChannels(credentials, Money.of(sampleAmount(gateway), account.currency))).map(toOffered)
      : [soleChannel(gateway)];
    await this.database.transaction(async () => {
      await this.channels.offer(account.id, account.currency, offered);
      await this.rows.channelsRefreshed(account.id);
    });
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
