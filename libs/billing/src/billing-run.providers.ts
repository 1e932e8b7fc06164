import { BalancePaymentRepository } from './repositories/settlement/balance-payment.repository';
import { BillingComparisonRepository } from './repositories/billing-comparison.repository';
import { BillingClockRepository } from './repositories/clock/billing-clock.repository';
import { BillingClock } from './services/clock/billing-clock.service';
import { MachineClock } from './services/clock/machine-clock';
import { PrepaidRepository } from './repositories/prepaid/prepaid.repository';
import { Billing } from './services/run/billing.service';
import { PrepaidBooks } from './services/prepaid/prepaid-books.service';
import { PrepaidParts } from './services/prepaid/prepaid-parts.service';
import { PrepaidServices } from './services/prepaid/prepaid.service';
import { RenewBeforeIsolation } from './services/prepaid/renew-before-isolation';
import { BalanceBooks } from './services/settlement/balance-books.service';
import { BalancePayments } from './services/settlement/balance-payments.service';
import { PayBeforeIsolation } from './services/settlement/pay-before-isolation';
import { RunAlerts } from './services/run/run-alerts.service';
import { ParkedSubscriptions } from './services/run/parked-subscriptions.service';
import { RunBook } from './services/run/run-book.service';
import { RunComparisons } from './services/run/run-comparisons.service';
import { RunPreviews } from './services/run/run-previews.service';

/** What the billing run consists of besides its batches: clock, previews, alerts. */
export const runControlParts = [
  BillingClockRepository,
  BillingComparisonRepository,
  MachineClock,
  BalanceBooks,
  BalancePaymentRepository,
  PayBeforeIsolation,
  PrepaidBooks,
  PrepaidParts,
  PrepaidRepository,
  RenewBeforeIsolation,
  RunAlerts,
  RunBook,
  RunComparisons,
];

/** Of the billing run, what other modules may use. */
export const runControlServices = [
  BalancePayments,
  Billing,
  BillingClock,
  ParkedSubscriptions,
  PrepaidServices,
  RunPreviews,
];
