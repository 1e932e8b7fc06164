import { Injectable } from '@nestjs/common';
import { type Money } from '@app/core';
import { Outbox } from '@app/platform';
import { type PaymentAttempt } from '../../domain/attempts/attempt';
import { attemptAfter, type AttemptEvent, type AttemptState } from '../../domain/attempts/attempt-state';
import { AttemptChanged } from '../../events/attempt-changed.event';
import { MoneyTakenBack } from '../../events/money-taken-back.event';
import {
  type AttemptChange,
  AttemptRepository,
  type LockedAttempt,
} from '../../repositories/attempts/attempt.repository';

/** Moves of attempts that involve no money. */
@Injectable()
export class AttemptMoves {
  constructor(
    private readonly attempts: AttemptRepository,
    private readonly outbox: Outbox,
  ) {}

  /**
   * Locks an attempt and moves it by an event. Call it in a transaction.
   *
   * @param facts written even when the state stays, such as what the gateway answered after its callback came
   * @param only moves it only out of these states
   * @returns as it stands afterwards; undefined when there is none
   */
  async move(
    id: string,
    event: AttemptEvent,
    facts: Omit<AttemptChange, 'state'>,
    only?: readonly AttemptState[],
  ): Promise<PaymentAttempt | undefined> {
    const locked = await this.attempts.lock(id);
    if (!locked) return undefined;
    if (only && !only.includes(locked.attempt.state)) return locked.attempt;
    return this.write(locked, { ...facts, state: attemptAfter(locked.attempt.state, event) });
  }

  /**
   * Tells that money went back without a change of the state: a gateway gives back in parts. The same sum is told at most once
   * in a minute.
   */
  async tellTakenBack({ attempt: { id }, now }: LockedAttempt, refunded: Money | undefined): Promise<void> {
    const minute = Math.floor(now.getTime() / 60_000);
    const key = `${id}:${minute}:${refunded?.amount.toString() ?? ''}`;
    await this.outbox.publish(MoneyTakenBack, { key, payload: { attemptId: id } });
  }

  /** Writes a move of an attempt that is locked, and tells of it when the state changed. */
  async write({ attempt, now }: LockedAttempt, change: AttemptChange): Promise<PaymentAttempt> {
    const { id, state: before } = attempt;
    await this.attempts.move(id, change, now);
    const version = attempt.version + 1;
    if (change.state !== before) {
      const event = { key: `${id}:${version}`, payload: { attemptId: id, state: change.state } };
      await this.outbox.publish(AttemptChanged, event);
    }
    return { ...attempt, ...change, version };
  }
}
