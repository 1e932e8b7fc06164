import { MoneyDto } from '@app/platform';
import { type Voucher } from '../domain/voucher';
import { type VoucherBatch, type VoucherTerms } from '../domain/voucher-batch';
import { type VoucherWithPassword } from '../services/vouchers.service';
import { type VoucherBatchDto } from './dto/voucher-batch.dto';
import { type VoucherDto, type VoucherWithPasswordDto } from './dto/voucher.dto';

export function presentBatch(batch: VoucherBatch): VoucherBatchDto {
  const { id, siteId, profileId, resellerId, routerId, name, style, quantity, made, state, provisioning } = batch;
  const { jobId, createdByName, createdAt, finishedAt, version } = batch;
  return {
    ...{ id, siteId, profileId, resellerId, routerId, name, style, quantity, made, state, provisioning },
    ...{ jobId, createdByName, createdAt, finishedAt, version, ...presentTerms(batch) },
  };
}

export function presentVoucher(voucher: Voucher): VoucherDto {
  const { id, siteId, batchId, profileId, profileCode, profileName, resellerId, routerId, code, state } = voucher;
  const { soldAmount, soldAt, soldByName, buyerPhone, firstLoginAt, expiresAt, usedSeconds, usedBytes } = voucher;
  const { lastSeenAt, mac, endedAt, voidReason, version, createdAt, costAmount, currency } = voucher;
  const of = (amount: bigint | null): MoneyDto | null => (amount === null ? null : MoneyDto.from(amount, currency));
  return {
    ...{ id, siteId, batchId, profileId, profileCode, profileName, resellerId, routerId, code, state },
    ...{ ...presentTerms(voucher), sold: of(soldAmount) },
    profit: of(soldAmount === null ? null : soldAmount - costAmount),
    ...{ soldAt, soldByName, buyerPhone, firstLoginAt, expiresAt, lastSeenAt, mac, endedAt, voidReason, version },
    ...{ usedSeconds: Number(usedSeconds), usedBytes: Number(usedBytes), createdAt },
  };
}

export const presentWithPassword = (voucher: VoucherWithPassword): VoucherWithPasswordDto =>
  Object.assign(presentVoucher(voucher), { password: voucher.password });

function presentTerms(
  terms: VoucherTerms,
): Pick<VoucherDto, 'validityMinutes' | 'validUntil' | 'uptimeLimitSeconds' | 'dataLimitBytes' | 'cost' | 'price'> {
  const { validityMinutes, validUntil, uptimeLimitSeconds, dataLimitBytes, costAmount, priceAmount, currency } = terms;
  const plain = (value: bigint | null): number | null => (value === null ? null : Number(value));
  return {
    ...{ validityMinutes, validUntil },
    ...{ uptimeLimitSeconds: plain(uptimeLimitSeconds), dataLimitBytes: plain(dataLimitBytes) },
    ...{ cost: MoneyDto.from(costAmount, currency), price: MoneyDto.from(priceAmount, currency) },
  };
}
