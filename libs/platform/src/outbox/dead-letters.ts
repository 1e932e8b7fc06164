import { Injectable } from '@nestjs/common';
import { CoreErrors, type Page } from '@app/core';
import { AuditLog } from '../audit/audit-log';
import { Database } from '../database/database';
import { condition, KeysetList, type ListRequest } from '../database/keyset-list';
import { OutboxSignal } from './outbox-signal';

/** A delivery that was given up: which event, which handler, why. */
export interface DeadLetter {
  eventId: string;
  handler: string;
  topic: string;
  key: string;
  payload: unknown;
  occurredAt: Date;
  failedAt: Date | null;
  attempts: number;
  lastError: string | null;
}

export interface DeadLetterFilter extends ListRequest {
  handler?: string;
  topic?: string;
}

const list = new KeysetList<'occurredAt' | 'handler'>({
  select: `select d.event_id as "eventId", d.handler, e.topic, e.key, e.payload, e.occurred_at as "occurredAt",
             d.failed_at as "failedAt", d.attempts, d.last_error as "lastError",
             md5(d.event_id::text || d.handler)::uuid as id
           from outbox_deliveries d join outbox_events e on e.id = d.event_id`,
  id: 'md5(d.event_id::text || d.handler)::uuid',
  sorts: { occurredAt: { sql: 'e.occurred_at', type: 'timestamptz' }, handler: { sql: 'd.handler', type: 'text' } },
  defaultSort: '-occurredAt',
});

/** What handlers gave up on, and the operator's way to try it again. */
@Injectable()
export class DeadLetters {
  constructor(
    private readonly database: Database,
    private readonly signal: OutboxSignal,
    private readonly audit: AuditLog,
  ) {}

  async list(filter: DeadLetterFilter): Promise<Page<DeadLetter>> {
    const conditions = [condition(`d.state = 'DEAD'`)];
    if (filter.handler !== undefined) conditions.push(condition('d.handler = $?', filter.handler));
    if (filter.topic !== undefined) conditions.push(condition('e.topic = $?', filter.topic));
    return list.page<DeadLetter & { id: string }>(this.database, filter, conditions);
  }

  /**
   * Delivers one dead letter again, with all its attempts.
   *
   * @throws DomainError CORE_NOT_FOUND when there is no such dead letter
   */
  async replay(eventId: string, handler: string): Promise<void> {
    const replayed = await this.revive('event_id = $1 and handler = $2', [eventId, handler]);
    if (replayed === 0) throw CoreErrors.NOT_FOUND({ what: 'Dead letter', id: `${eventId}/${handler}` });
  }

  /** Delivers all dead letters of a handler again; returns how many. */
  async replayAll(handler: string): Promise<number> {
    return this.revive('handler = $1', [handler]);
  }

  private async revive(which: string, parameters: readonly unknown[]): Promise<number> {
    const { affected } = await this.database.execute(
      `update outbox_deliveries set state = 'PENDING', attempts = 0, enqueue_after = now()
       where state = 'DEAD' and ${which}`,
      parameters,
    );
    if (affected > 0)
      await this.audit.record({ action: 'dead-letters.replayed', after: { which: parameters, replayed: affected } });
    this.database.afterCommit(() => {
      this.signal.wake();
    });
    return affected;
  }
}
