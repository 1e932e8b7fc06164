import { OnAttemptTakenBackHandler } from './handlers/on-attempt-taken-back.handler';
import { OnMoneyTakenBackHandler } from './handlers/on-money-taken-back.handler';
import { CompareSettlementsJob } from './jobs/compare-settlements.job';
import { ImportSettlementJob } from './jobs/import-settlement.job';
import { ReconcileAttemptsJob } from './jobs/reconcile-attempts.job';
import { RefundsJob } from './jobs/refunds.job';
import { SendRefundJob } from './jobs/send-refund.job';
import { WatchMoneyJob } from './jobs/watch-money.job';

/** What the worker does about reconciliation, refunds and settlement reports. */
export const CONTROL_JOBS = [
  CompareSettlementsJob,
  ImportSettlementJob,
  OnAttemptTakenBackHandler,
  OnMoneyTakenBackHandler,
  ReconcileAttemptsJob,
  RefundsJob,
  SendRefundJob,
  WatchMoneyJob,
];
