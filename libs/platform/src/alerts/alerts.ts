import { Injectable } from '@nestjs/common';
import { CoreErrors, type Page } from '@app/core';
import { CurrentActor } from '../access/actor';
import { AuditLog } from '../audit/audit-log';
import { Database } from '../database/database';
import { type Condition, condition, type ListRequest } from '../database/keyset-list';
import { Outbox } from '../outbox/outbox';
import { PlatformErrors } from '../platform.errors';
import { type Alert, type AlertSeverity, type AlertState, type AlertSubject, type NewAlert } from './alert';
import { AlertRaised, AlertResolved } from './alert.events';
import { AlertsRepository, type ResolvedAlert, STATE_SQL } from './alerts.repository';

export interface AlertFilter {
  state?: AlertState | undefined;
  severity?: AlertSeverity | undefined;
  subjectType?: string | undefined;
  subjectId?: string | undefined;
  siteId?: string | undefined;
}

/**
 * What a person should know about until it is over. Level, not edge: raise it as often as the trouble is seen, resolve it as
 * often as it is not. Muting (maintenance) is the caller's business. Raise last in a transaction: whoever raises the same
 * key meanwhile waits for its end.
 */
@Injectable()
export class Alerts {
  constructor(
    private readonly repository: AlertsRepository,
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly actor: CurrentActor,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Opens the alert of this key, or counts a repeat of the one that is open. Joins the caller's transaction. {@link AlertRaised}
   * is published when it opens and when its severity rises, which also takes an acknowledgement back.
   */
  async raise(alert: NewAlert): Promise<void> {
    await this.database.transaction(async () => {
      const { id, count, news } = await this.repository.raise(alert);
      if (!news) return;
      const { key, severity, subject, siteId = null } = alert;
      await this.outbox.publish(AlertRaised, {
        key: `${id}:${count}`,
        payload: { alertId: id, key, severity, subjectType: subject.type, subjectId: subject.id, siteId },
      });
    });
  }

  /** Ends the open alert of this key, if there is one. Joins the caller's transaction. */
  async resolve(key: string): Promise<void> {
    await this.ending(() => this.repository.resolve(key));
  }

  /** Ends everything that is open about an object: it is gone, or nobody looks at it any more. */
  async resolveAllOf(subject: AlertSubject): Promise<void> {
    await this.ending(() => this.repository.resolveSubject(subject));
  }

  /** @throws DomainError CORE_NOT_FOUND */
  async get(id: string): Promise<Alert> {
    const alert = await this.repository.find(id);
    if (!alert) throw CoreErrors.NOT_FOUND({ what: 'Alert', id });
    return alert;
  }

  /** Those of the actor's sites. */
  async list(filter: AlertFilter, page: ListRequest): Promise<Page<Alert>> {
    return this.repository.page(page, conditionsOf(filter));
  }

  /**
   * Somebody has it in hand. Whoever was first stays; a repetition changes nothing.
   *
   * @throws DomainError CORE_NOT_FOUND, PLATFORM_ALERT_RESOLVED
   */
  async acknowledge(id: string): Promise<Alert> {
    return this.database.transaction(async () => {
      const done = await this.repository.acknowledge(id, this.actor.get());
      const alert = await this.get(id);
      if (alert.state === 'RESOLVED') throw PlatformErrors.ALERT_RESOLVED();
      if (done) await this.audit.record({ action: 'alert.acknowledged', subject: { type: 'alert', id }, ...of(alert) });
      return alert;
    });
  }

  private async ending(end: () => Promise<ResolvedAlert[]>): Promise<void> {
    await this.database.transaction(async () => {
      const ended = await end();
      const events = ended.map(({ id, ...facts }) => ({ key: id, payload: { alertId: id, ...facts } }));
      await this.outbox.publishMany(AlertResolved, events);
    });
  }
}

const of = ({ siteId, key, severity }: Alert): { siteId: string | null; after: object } => ({
  siteId,
  after: { key, severity },
});

function conditionsOf({ state, severity, subjectType, subjectId, siteId }: AlertFilter): Condition[] {
  const parts: Condition[] = [];
  if (state !== undefined) parts.push(condition(STATE_SQL[state]));
  if (severity !== undefined) parts.push(condition('a.severity = $?', severity));
  if (subjectType !== undefined) parts.push(condition('a.subject_type = $?', subjectType));
  if (subjectId !== undefined) parts.push(condition('a.subject_id = $?', subjectId));
  if (siteId !== undefined) parts.push(condition('a.site_id = $?::uuid', siteId));
  return parts;
}
