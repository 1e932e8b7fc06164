import { Injectable } from '@nestjs/common';
import { uuidv7 } from '@app/core';
import { Alerts, CurrentActor, DatabaseClock } from '@app/platform';
import { type LockedVoucher } from '../domain/voucher';
import { type VoucherReturnAction } from '../domain/voucher-return';
import { VoucherReturnRepository } from '../repositories/voucher-return.repository';

/** Used vouchers whose money went back wait here for a person, and one alert each tells of them. */
@Injectable()
export class VoucherReturnQueue {
  constructor(
    private readonly returns: VoucherReturnRepository,
    private readonly clock: DatabaseClock,
    private readonly actor: CurrentActor,
    private readonly alerts: Alerts,
  ) {}

  /** Joins the caller's transaction, which holds the voucher. */
  async raise({ id: voucherId, state, siteId, soldAmount, currency }: LockedVoucher, reason: string): Promise<void> {
    await this.returns.raise({ id: uuidv7(), voucherId, reason: reason.slice(0, 200), at: await this.clock.sample() });
    await this.alerts.raise({
      key: alertKey(voucherId),
      severity: 'WARNING',
      subject: { type: 'voucher', id: voucherId },
      title: {
        id: 'Uang voucher dikembalikan, padahal voucher sudah dipakai: putuskan apakah diakhiri',
        en: 'The money of a voucher went back, and it was used already: decide whether to end it',
      },
      detail: { state, amount: soldAmount?.toString() ?? '', currency, reason },
      siteId,
    });
  }

  /** Also by whoever voids the voucher beside the queue. @returns false when nothing waits */
  async decide(voucherId: string, action: VoucherReturnAction, reason: string): Promise<boolean> {
    const { id, name } = this.actor.get();
    const at = await this.clock.sample();
    const isDecided = await this.returns.decide(voucherId, { action, reason, by: { id, name }, at });
    if (isDecided) await this.alerts.resolve(alertKey(voucherId));
    return isDecided;
  }
}

const alertKey = (voucherId: string): string => `vouchers.refunded-used:${voucherId}`;
