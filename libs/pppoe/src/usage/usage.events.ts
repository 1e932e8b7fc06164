import { defineEvent } from '@app/platform';

/**
 * A subscriber has used so much in this period that a fair-use step begins, or that his quota is used up. Once per step and
 * period. Key: `<subscriptionId>:<periodStart>:<step, or quota>`.
 */
export const UsageLimitReached = defineEvent<{
  subscriptionId: string;
  customerId: string;
  kind: 'FAIR_USE' | 'QUOTA';
  /** FAIR_USE: the step that begins, from 1. */
  stepNo: number;
  /** Bytes of both directions, as text. */
  usedBytes: string;
  periodStart: string;
}>('pppoe.usage.limit-reached.v1');
