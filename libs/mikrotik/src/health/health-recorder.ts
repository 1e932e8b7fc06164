import { Injectable, Logger } from '@nestjs/common';
import { Alerts, Database, Outbox, PartitionKeeper } from '@app/platform';
import { localDate } from '@app/core';
import { HEALTH_ALERTS, type HealthAlert, type HealthAlertKind, healthAlerts } from '../domain/health/health-alerts';
import { measured, sessionUse } from '../domain/health/probe-facts';
import { RouterHealthChanged, RouterRestarted } from './health.events';
import { type ProbeRecord } from './probe-target';
import { ProbeRepository } from './probe.repository';
import { SampleRepository } from './sample.repository';

const keyOf = (kind: string, routerId: string): string => `mikrotik.router-${kind}:${routerId}`;

/** What a probe means beyond its figures. */
export interface ProbeMeaning {
  /** The router was started anew. */
  restarted: boolean;
  /** It was away or started anew: it is compared as a whole. */
  isBack: boolean;
}

/**
 * Writes down what a probe came to, in one transaction: state, change, event, alerts, samples. Alerts are a level: what has to
 * be open is compared with what is, and in maintenance nothing has to be.
 */
@Injectable()
export class HealthRecorder {
  private readonly logger = new Logger(HealthRecorder.name);

  constructor(
    private readonly database: Database,
    private readonly probes: ProbeRepository,
    private readonly samples: SampleRepository,
    private readonly partitions: PartitionKeeper,
    private readonly alerts: Alerts,
    private readonly outbox: Outbox,
  ) {}

  /** False when somebody else probes the router by now: nothing is written then. */
  async record(record: ProbeRecord, { restarted, isBack }: ProbeMeaning): Promise<boolean> {
    const { target, memory } = record;
    const wanted = target.mode === 'MANAGED' ? healthAlerts(situationOf(record)) : [];
    const alerted = Object.fromEntries(wanted.map(({ kind, mark }) => [kind, mark]));
    const today = localDate(target.now.toISOString().slice(0, 10));
    await this.partitions.ensure('router_health_samples', today);
    await this.partitions.ensure('router_traffic_samples', today);
    return this.database.transaction(async () => {
      if (!(await this.probes.record(record, alerted))) return false;
      await this.probes.recordRouter(record);
      await this.samples.insert(record);
      if (isBack) await this.probes.wantFullSync(target.id);
      if (restarted) {
        const key = `${target.id}:${target.claim}`;
        await this.outbox.publish(RouterRestarted, { key, payload: { routerId: target.id } });
      }
      if (memory.state !== target.memory.state) await this.change(record);
      await this.bringAlertsInStep(record, wanted);
      return true;
    });
  }

  /** Alerts of routers that nobody watches any more are over. */
  async muteUnwatched(): Promise<void> {
    await this.database.transaction(async () => {
      for (const { id, kinds } of await this.probes.takeUnwatched()) {
        for (const kind of kinds) await this.alerts.resolve(keyOf(kind, id));
      }
    });
  }

  private async change(record: ProbeRecord): Promise<void> {
    const { target, memory, errorCode } = record;
    const changeId = await this.probes.insertChange(record);
    const [from, to] = [target.memory.state, memory.state];
    const payload = { routerId: target.id, from, to, conditions: memory.conditions };
    await this.outbox.publish(RouterHealthChanged, { key: changeId, payload });
    this.logger.log({
      message: 'router health',
      routerId: target.id,
      from,
      to,
      conditions: memory.conditions,
      errorCode,
    });
  }

  private async bringAlertsInStep({ target }: ProbeRecord, wanted: readonly HealthAlert[]): Promise<void> {
    const subject = { type: 'router', id: target.id };
    const open = (kind: HealthAlertKind): string | undefined => target.alerted[kind];
    for (const kind of HEALTH_ALERTS) {
      const alert = wanted.find((one) => one.kind === kind);
      if (!alert && open(kind) !== undefined) await this.alerts.resolve(keyOf(kind, target.id));
      if (!alert || open(kind) === alert.mark) continue;
      const { severity, title, detail } = alert;
      await this.alerts.raise({ key: keyOf(kind, target.id), severity, subject, title, detail, siteId: target.siteId });
    }
  }
}

function situationOf({
  target,
  memory,
  answer,
  errorCode,
  rebootedAt,
}: ProbeRecord): Parameters<typeof healthAlerts>[0] {
  const detail = answer
    ? { ...measured(answer.facts, target.licence), ...sessionUse(answer.facts, target.licence) }
    : {};
  return { name: target.name, memory, errorCode, rebootedAt, detail };
}
