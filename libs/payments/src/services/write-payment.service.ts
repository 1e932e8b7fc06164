import { Injectable } from '@nestjs/common';
import { type CashAccount } from '@app/billing';
import { localDateOf, type Money, uuidv7 } from '@app/core';
import { CurrentActor, Database, HOT, type Statement, together } from '@app/platform';
import { type Payment } from '../domain/payment';
import { type PaymentMethod } from '../domain/payment-method';
import { receiptSeries } from '../domain/receipt-number';
import { isTaken, type NewPayment, PaymentRepository } from '../repositories/payment.repository';
import { PaymentJournal } from './payment-journal.service';
import { type TargetSettlement } from './targets/payment-target';

/** A payment about to be settled and written. */
export interface PaymentDraft {
  site: { code: string; timeZone: string };
  /** What is settled. */
  amount: Money;
  method: PaymentMethod;
  cashAccount: CashAccount;
  /** Value date. */
  receivedAt: Date;
  recordedAt: Date;
  externalRef?: string | undefined;
  note?: string | undefined;
  idempotencyKey?: string | null;
  attemptId?: string;
  channel?: string | null;
  /** On top of {@link amount}, in the same currency. */
  feeAmount?: bigint;
  collectorId?: string | undefined;
  /**
   * The caller opened the transaction and only leaves it now: the payment is written with the commit. What is thrown there
   * when the idempotency key or the attempt has its payment already.
   */
  withCommit?: { taken: () => Error } | undefined;
}

/** The one writer of payments: settlement, receipt number, row, allocations and journal (payments.md 6.1). */
@Injectable()
export class WritePayment {
  constructor(
    private readonly actor: CurrentActor,
    private readonly database: Database,
    private readonly payments: PaymentRepository,
    private readonly journal: PaymentJournal,
  ) {}

  /**
   * Call it in the transaction that locked whatever makes the payment unique.
   *
   * @param settle books the money under the id that the payment gets
   * @param along what else is written (`HOT`) with the row of the payment, in the same round trip and before it
   * @returns the id; undefined when the idempotency key or the attempt has its payment already, which the caller must answer
   * by rolling back
   */
  async write(
    draft: PaymentDraft,
    settle: (paymentId: string) => Promise<TargetSettlement>,
    along: (settled: TargetSettlement) => readonly Statement[] = () => [],
  ): Promise<{ id: string; settled: TargetSettlement } | undefined> {
    const id = uuidv7();
    const settled = await settle(id);
    const payment = { ...this.rowOf(draft, settled), id };
    await this.journal.recorded(payment, settled);
    const series = receiptSeries(draft.site.code, localDateOf(draft.recordedAt, draft.site.timeZone));
    const { allocations } = settled;
    const row = { ...payment, series, idempotencyKey: draft.idempotencyKey ?? null, allocations };
    const isWritten = await this.insert(row, along(settled), draft.withCommit);
    return isWritten ? { id, settled } : undefined;
  }

  /** Everybody who records at this site waits for the holder of the series, so that its row comes last. */
  private async insert(
    row: NewPayment,
    along: readonly Statement[],
    last: PaymentDraft['withCommit'],
  ): Promise<boolean> {
    if (last) {
      this.database.withCommit([...along, this.payments.insertion(row)], (error) =>
        isTaken(error) ? last.taken() : error,
      );
      return true;
    }
    const [, , isWritten] = await together([
      together(along.map(({ sql, parameters }) => this.database.execute(sql, parameters, HOT))),
      this.database.writeGathered(),
      this.payments.insert(row),
    ]);
    return isWritten;
  }

  private rowOf(draft: PaymentDraft, settled: TargetSettlement): Omit<Payment, 'id' | 'number'> {
    const actor = this.actor.get();
    const { method, cashAccount, receivedAt, recordedAt } = draft;
    const { siteId, customerId, depositAmount, restoredAccess } = settled;
    return {
      ...{ siteId, customerId, method, cashAccount, receivedAt, recordedAt, depositAmount, restoredAccess },
      currency: draft.amount.currency,
      amount: draft.amount.amount,
      feeAmount: draft.feeAmount ?? 0n,
      attemptId: draft.attemptId ?? null,
      channel: draft.channel ?? null,
      collectorId: draft.collectorId ?? null,
      recordedBy: actor.id,
      recordedByName: actor.name,
      externalRef: draft.externalRef ?? null,
      note: draft.note ?? '',
    };
  }
}
