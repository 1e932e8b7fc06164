import { type Condition, DEGRADING, type HealthMemory } from './health-judge';

type Text = Readonly<Record<'id' | 'en', string>>;

export const HEALTH_ALERTS = ['offline', 'degraded', 'clock', 'disk', 'sessions', 'rebooted'] as const;
export type HealthAlertKind = (typeof HEALTH_ALERTS)[number];

/** An alert that has to be open. */
export interface HealthAlert {
  kind: HealthAlertKind;
  severity: 'INFO' | 'WARNING' | 'CRITICAL';
  title: Text;
  detail: Readonly<Record<string, unknown>>;
  /** Raised again only when this changes. */
  mark: string;
}

/** What is known of a router when its alerts are made. */
export interface AlertSituation {
  name: string;
  memory: HealthMemory;
  /** Why it does not answer. */
  errorCode: string | null;
  /** When a reboot was noticed, while it is still news. */
  rebootedAt: Date | null;
  detail: Readonly<Record<string, unknown>>;
}

const ONE: Readonly<Partial<Record<Condition, { kind: HealthAlertKind; title: (name: string) => Text }>>> = {
  CLOCK: {
    kind: 'clock',
    title: (name) => ({ id: `Jam router ${name} tidak tepat`, en: `The clock of router ${name} is off` }),
  },
  DISK: {
    kind: 'disk',
    title: (name) => ({
      id: `Penyimpanan router ${name} hampir penuh`,
      en: `The disk of router ${name} is nearly full`,
    }),
  },
  SESSIONS: {
    kind: 'sessions',
    title: (name) => ({
      id: `Router ${name} mendekati batas sesi`,
      en: `Router ${name} is near its limit of sessions`,
    }),
  },
};

/** Every alert that has to be open for a router in this situation; none in maintenance is the caller's business. */
export function healthAlerts({ name, memory, errorCode, rebootedAt, detail }: AlertSituation): HealthAlert[] {
  const alerts: HealthAlert[] = [];
  if (memory.state === 'OFFLINE') {
    const title = { id: `Router ${name} tidak menjawab`, en: `Router ${name} does not answer` };
    const mark = errorCode === 'AUTH_FAILED' ? errorCode : '';
    alerts.push({ kind: 'offline', severity: 'CRITICAL', title, detail: { errorCode }, mark });
  }
  const reasons = memory.conditions.filter((condition) => DEGRADING.includes(condition));
  if (memory.state === 'DEGRADED') {
    const title = { id: `Router ${name} terganggu`, en: `Router ${name} is degraded` };
    alerts.push({ kind: 'degraded', severity: 'WARNING', title, detail: { ...detail, reasons }, mark: reasons.join() });
  }
  for (const condition of memory.conditions) {
    const alert = ONE[condition];
    if (alert) alerts.push({ kind: alert.kind, severity: 'WARNING', title: alert.title(name), detail, mark: '' });
  }
  if (rebootedAt) {
    const title = { id: `Router ${name} menyala ulang`, en: `Router ${name} has restarted` };
    const mark = rebootedAt.toISOString();
    alerts.push({ kind: 'rebooted', severity: 'WARNING', title, detail: { noticedAt: mark }, mark });
  }
  return alerts;
}
