import { rdiv } from '@app/core';

export const FEE_BEARERS = ['MERCHANT', 'CUSTOMER'] as const;
export type FeeBearer = (typeof FEE_BEARERS)[number];

/** Code of the one channel of a gateway on whose own page the payer chooses. */
export const HOSTED_CHANNEL = 'HOSTED';

/** What a channel costs, and who bears it (payments.md 4). */
export interface ChannelFee {
  feeFlat: bigint;
  /** Hundredths of a per cent. */
  feePercentBp: number;
  bearer: FeeBearer;
}

/** A way to pay that an account has. Codes are the gateway's: data, never a list of ours. */
export interface AccountChannel extends ChannelFee {
  accountId: string;
  channel: string;
  name: string;
  kind: string;
  /** Ours to switch. */
  enabled: boolean;
  /** Does the gateway offer it at present? */
  offered: boolean;
  minAmount: bigint;
  maxAmount: bigint | null;
  currency: string;
  updatedAt: Date;
}

/** What the payer bears on top of an amount; zero where the merchant does. Rounded half-up. */
export function surchargeOf({ feeFlat, feePercentBp, bearer }: ChannelFee, amount: bigint): bigint {
  return bearer === 'MERCHANT' ? 0n : feeFlat + rdiv(amount * BigInt(feePercentBp), 10_000n);
}

/** What the gateway keeps of an amount, as far as we were told. */
export const costOf = (fee: ChannelFee, amount: bigint): bigint => surchargeOf({ ...fee, bearer: 'CUSTOMER' }, amount);

/** Bank Indonesia forbids to pass the discount rate of QRIS on to the payer (payments.md 4). */
export const isForbiddenSurcharge = (channel: { kind: string; bearer: FeeBearer }): boolean =>
  channel.bearer === 'CUSTOMER' && channel.kind === 'qris';
