import { Injectable } from '@nestjs/common';
import { type Money, type Text } from '@app/core';
import { Alerts } from '@app/platform';
import { type PaymentAttempt } from '../../domain/attempts/attempt';

/** What people have to know of attempts. Call it last in a transaction. */
@Injectable()
export class AttemptAlerts {
  constructor(private readonly alerts: Alerts) {}

  /** Another amount than asked for: nothing was booked (payments.md 6.5). */
  async mismatch(attempt: PaymentAttempt, claimed: Money): Promise<void> {
    await this.raise(
      'mismatch',
      attempt,
      { claimed: claimed.toJSON() },
      {
        id: 'Jumlah pembayaran dari gateway tidak cocok, belum dibukukan',
        en: 'A gateway reports another amount than asked for; nothing was booked',
      },
    );
  }

  /** The right amount came after all. */
  async agreed({ id }: PaymentAttempt): Promise<void> {
    await this.alerts.resolve(keyOf('mismatch', id));
  }

  /** Nobody owed it any more. */
  async late(attempt: PaymentAttempt, paymentId: string): Promise<void> {
    await this.raise(
      'late',
      attempt,
      { paymentId, target: attempt.target },
      {
        id: 'Pembayaran terlambat: tagihannya sudah selesai, uang masuk ke tagihan lain atau deposit',
        en: 'A late payment: what it was for is settled already, the money went to other invoices or the deposit',
      },
    );
  }

  /** The gateway gave money back on its own. */
  async takenBack(attempt: PaymentAttempt): Promise<void> {
    await this.raise(
      'taken-back',
      attempt,
      { state: attempt.state },
      {
        id: 'Gateway mengembalikan uang pembayaran: periksa dan bukukan',
        en: 'The gateway gave the money of a payment back: check it and book it',
      },
    );
  }

  /** The gateway calls two orders alike. */
  async sameReference(
    attempt: PaymentAttempt,
    detail: { providerRef: string | null; /** Order id of the one that has it. */ other: string },
  ): Promise<void> {
    await this.raise('same-reference', attempt, detail, {
      id: 'Gateway memberi referensi yang sama untuk dua order: periksa di panel gateway',
      en: 'A gateway gave two orders the same reference: look them up in its panel',
    });
  }

  /** Signed, and for an order that we never made. */
  async unknownOrder(
    order: { gateway: string; accountId: string; merchantOrderId: string },
    siteId: string | null,
  ): Promise<void> {
    await this.alerts.raise({
      key: `payments.unknown-order:${order.accountId}:${order.merchantOrderId}`.slice(0, 200),
      severity: 'WARNING',
      subject: { type: 'gateway-account', id: order.accountId },
      title: {
        id: 'Notifikasi pembayaran untuk order yang tidak dikenal',
        en: 'A payment notification for an order that is not ours',
      },
      detail: order,
      siteId,
    });
  }

  private async raise(what: string, attempt: PaymentAttempt, detail: object, title: Text): Promise<void> {
    const { id, siteId, gateway, merchantOrderId, amount, currency } = attempt;
    await this.alerts.raise({
      key: keyOf(what, id),
      severity: 'WARNING',
      subject: { type: 'payment-attempt', id },
      title,
      detail: { gateway, merchantOrderId, amount: amount.toString(), currency, ...detail },
      siteId,
    });
  }
}

const keyOf = (what: string, id: string): string => `payments.attempt-${what}:${id}`;
