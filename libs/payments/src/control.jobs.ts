import { ImportSettlementJob } from './jobs/import-settlement.job';
import { ReconcileAttemptsJob } from './jobs/reconcile-attempts.job';
import { RefundsJob } from './jobs/refunds.job';
import { SendRefundJob } from './jobs/send-refund.job';

/** What the worker does about reconciliation, refunds and settlement reports. */
export const CONTROL_JOBS = [ImportSettlementJob, ReconcileAttemptsJob, RefundsJob, SendRefundJob];
