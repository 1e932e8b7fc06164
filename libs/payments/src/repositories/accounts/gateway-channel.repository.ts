import { Injectable } from '@nestjs/common';
import { Database } from '@app/platform';
import { type AccountChannel, type ChannelFee } from '../../domain/accounts/channel';

const COLUMNS = `c.account_id as "accountId", c.channel, c.name, c.kind, c.enabled, c.offered, c.fee_flat_amount as "feeFlat",
  c.fee_percent_bp as "feePercentBp", c.bearer, c.min_amount as "minAmount", c.max_amount as "maxAmount", c.currency,
  c.updated_at as "updatedAt"`;

/** What the gateway says of a channel. */
export type OfferedChannel = Pick<AccountChannel, 'channel' | 'name' | 'kind' | 'minAmount' | 'maxAmount'>;

export type ChannelPatch = Partial<Pick<AccountChannel, 'name' | 'enabled' | 'minAmount' | 'maxAmount'> & ChannelFee>;

/** Channels of accounts that the caller has read within his scope. */
@Injectable()
export class GatewayChannelRepository {
  constructor(private readonly database: Database) {}

  /** By account and name. */
  async of(accountIds: readonly string[]): Promise<AccountChannel[]> {
    return this.database.query(
      `select ${COLUMNS} from gateway_channels c where c.account_id = any ($1::uuid[]) order by c.account_id, c.name, c.channel`,
      [accountIds],
    );
  }

  /** Takes over what the gateway offers now: new channels come in, gone ones stay and are not offered. Fees stay as they are. */
  async offer(accountId: string, currency: string, channels: readonly OfferedChannel[]): Promise<void> {
    await this.database.execute(
      `with offered as (
         insert into gateway_channels as c (account_id, channel, name, kind, min_amount, max_amount, currency)
         select $1, o.channel, o.name, o.kind, o.min_amount, o.max_amount, $2
           from unnest($3::text[], $4::text[], $5::text[], $6::bigint[], $7::bigint[])
                as o (channel, name, kind, min_amount, max_amount)
         on conflict (account_id, channel) do update
           set offered = true, kind = excluded.kind, updated_at = now()
         returning c.channel)
       update gateway_channels g set offered = false, updated_at = now()
        where g.account_id = $1 and g.offered and g.channel <> all ($3::text[])`,
      [
        ...[accountId, currency, channels.map((one) => one.channel), channels.map((one) => one.name)],
        ...[
          channels.map((one) => one.kind),
          channels.map((one) => one.minAmount),
          channels.map((one) => one.maxAmount),
        ],
      ],
    );
  }

  async update(accountId: string, channel: string, patch: ChannelPatch): Promise<boolean> {
    const { affected } = await this.database.execute(
      `update gateway_channels c
          set name = coalesce($3, c.name), enabled = coalesce($4, c.enabled),
              fee_flat_amount = coalesce($5, c.fee_flat_amount), fee_percent_bp = coalesce($6, c.fee_percent_bp),
              bearer = coalesce($7, c.bearer), min_amount = coalesce($8, c.min_amount),
              max_amount = case when $9 then $10 else c.max_amount end, updated_at = now()
        where c.account_id = $1 and c.channel = $2`,
      [
        ...[accountId, channel, patch.name ?? null, patch.enabled ?? null, patch.feeFlat ?? null],
        ...[patch.feePercentBp ?? null, patch.bearer ?? null, patch.minAmount ?? null],
        ...[patch.maxAmount !== undefined, patch.maxAmount ?? null],
      ],
    );
    return affected === 1;
  }
}
