import { Injectable } from '@nestjs/common';
import { type EventHandler, HandlesEvent, type PublishedEvent } from '@app/platform';
import { MoneyTakenBack } from '../events/money-taken-back.event';
import { TakenBack } from '../services/refunds/taken-back.service';

/** Books parts that a gateway gave back on its own: those change no state. */
@Injectable()
@HandlesEvent(MoneyTakenBack, { name: 'payments.book-money-taken-back', queue: 'payments' })
export class OnMoneyTakenBackHandler implements EventHandler<{ attemptId: string }> {
  constructor(private readonly takenBack: TakenBack) {}

  async handle({ payload }: PublishedEvent<{ attemptId: string }>): Promise<void> {
    await this.takenBack.book(payload.attemptId);
  }
}
