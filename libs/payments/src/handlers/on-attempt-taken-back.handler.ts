import { Injectable } from '@nestjs/common';
import { type EventHandler, HandlesEvent, type PublishedEvent } from '@app/platform';
import { type AttemptState, isTakenBack } from '../domain/attempts/attempt-state';
import { AttemptChanged } from '../events/attempt-changed.event';
import { TakenBack } from '../services/refunds/taken-back.service';

/** Books what a gateway gave back on its own. */
@Injectable()
@HandlesEvent(AttemptChanged, { name: 'payments.book-taken-back', queue: 'payments' })
export class OnAttemptTakenBackHandler implements EventHandler<{ attemptId: string; state: AttemptState }> {
  constructor(private readonly takenBack: TakenBack) {}

  async handle({ payload }: PublishedEvent<{ attemptId: string; state: AttemptState }>): Promise<void> {
    if (isTakenBack(payload.state)) await this.takenBack.book(payload.attemptId);
  }
}
