import { type Text } from '@app/core';

/** From the mildest to the worst. */
export const ALERT_SEVERITIES = ['INFO', 'WARNING', 'CRITICAL'] as const;
export type AlertSeverity = (typeof ALERT_SEVERITIES)[number];

export const ALERT_STATES = ['OPEN', 'ACKNOWLEDGED', 'RESOLVED'] as const;
/** `ACKNOWLEDGED`: it goes on, and somebody has it in hand. */
export type AlertState = (typeof ALERT_STATES)[number];

/** What an alert is about: an object of some lib. */
export interface AlertSubject {
  /** Kind of object in kebab case: `router`. */
  readonly type: string;
  readonly id: string;
}

/** Something is wrong, and a person should know. */
export interface NewAlert {
  /**
   * Names the trouble, not the moment: while it goes on there is one open alert of this key.
   * @example `mikrotik.router-offline:<router id>`
   */
  readonly key: string;
  readonly severity: AlertSeverity;
  readonly subject: AlertSubject;
  /** One line without a full stop. */
  readonly title: Text;
  /** Small facts; no secrets. */
  readonly detail?: object;
  /** Absent or null: it concerns the installation, and only who sees every site sees it. */
  readonly siteId?: string | null;
}

/** An alert as people see it. */
export interface Alert {
  id: string;
  key: string;
  severity: AlertSeverity;
  state: AlertState;
  subjectType: string;
  subjectId: string;
  siteId: string | null;
  title: Text;
  detail: Readonly<Record<string, unknown>>;
  /** How many times it was raised since it opened. */
  count: number;
  firstSeenAt: Date;
  lastSeenAt: Date;
  acknowledgedAt: Date | null;
  /** Id of the user or key. */
  acknowledgedBy: string | null;
  acknowledgedByName: string | null;
  resolvedAt: Date | null;
}
