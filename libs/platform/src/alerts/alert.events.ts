import { defineEvent } from '../events/event-type';
import { type AlertSeverity } from './alert';

/** An alert opened, or became worse than it was. Repeats are not told. */
export const AlertRaised = defineEvent<{
  alertId: string;
  key: string;
  severity: AlertSeverity;
  subjectType: string;
  subjectId: string;
  siteId: string | null;
}>('platform.alert.raised.v1');

/** The trouble is over. */
export const AlertResolved = defineEvent<{
  alertId: string;
  key: string;
  subjectType: string;
  subjectId: string;
  siteId: string | null;
}>('platform.alert.resolved.v1');
