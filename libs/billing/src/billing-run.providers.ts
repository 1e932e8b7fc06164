import { BillingComparisonRepository } from './repositories/billing-comparison.repository';
import { BillingClockRepository } from './repositories/clock/billing-clock.repository';
import { BillingClock } from './services/clock/billing-clock.service';
import { MachineClock } from './services/clock/machine-clock';
import { RunAlerts } from './services/run/run-alerts.service';
import { RunComparisons } from './services/run/run-comparisons.service';
import { RunPreviews } from './services/run/run-previews.service';

/** What the billing run consists of besides its batches: clock, previews, alerts. */
export const runControlParts = [
  BillingClockRepository,
  BillingComparisonRepository,
  MachineClock,
  RunAlerts,
  RunComparisons,
];

/** Of the billing run, what other modules may use. */
export const runControlServices = [BillingClock, RunPreviews];
