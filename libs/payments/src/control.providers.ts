import { RefundRepository } from './repositories/refunds/refund.repository';
import { VoidRepository } from './repositories/refunds/void.repository';
import { ReviewRepository } from './repositories/reviews/review.repository';
import { IsolationHoldRepository } from './repositories/reconciliation/isolation-hold.repository';
import { GatewayBudgetRepository } from './repositories/reconciliation/gateway-budget.repository';
import { MoneyWatchRepository } from './repositories/reconciliation/money-watch.repository';
import { ReconciliationRepository } from './repositories/reconciliation/reconciliation.repository';
import { GatewayPayoutRepository } from './repositories/settlement-reports/gateway-payout.repository';
import { SettlementDecisionRepository } from './repositories/settlement-reports/settlement-decision.repository';
import { SettlementReportRepository } from './repositories/settlement-reports/settlement-report.repository';
import { SettlementRowRepository } from './repositories/settlement-reports/settlement-row.repository';
import { ControlProof } from './services/control.proof';
import { GatewayBudget } from './services/reconciliation/gateway-budget.service';
import { MoneyWatch } from './services/reconciliation/money-watch.service';
import { Reconciliation } from './services/reconciliation/reconciliation.service';
import { UnclearAttempts } from './services/reconciliation/unclear-attempts.service';
import { PaymentsHoldIsolation } from './services/reconciliation/payments-hold-isolation';
import { FinishRefund } from './services/refunds/finish-refund.service';
import { GatewayAnswers } from './services/refunds/gateway-answers.service';
import { RefundCredits } from './services/refunds/refund-credits.service';
import { RefundQueue } from './services/refunds/refund-queue.service';
import { RefundRules } from './services/refunds/refund-rules.service';
import { RefundRunner } from './services/refunds/refund-runner.service';
import { RefundStart } from './services/refunds/refund-start.service';
import { Refunds } from './services/refunds/refunds.service';
import { TakenBack } from './services/refunds/taken-back.service';
import { VoidPayment } from './services/refunds/void-payment.service';
import { ReviewBooking } from './services/reviews/review-booking.service';
import { ReviewOutcomes } from './services/reviews/review-outcomes.service';
import { Reviews } from './services/reviews/reviews.service';
import { GatewayPayouts } from './services/settlement-reports/gateway-payouts.service';
import { ImportSettlement } from './services/settlement-reports/import-settlement.service';
import { SettlementAlerts } from './services/settlement-reports/settlement-alerts';
import { SettlementBooking } from './services/settlement-reports/settlement-booking.service';
import { SettlementDecisions } from './services/settlement-reports/settlement-decisions.service';
import { SettlementLedger } from './services/settlement-reports/settlement-ledger.service';
import { UnbookedMoney } from './services/settlement-reports/unbooked-money.service';
import { SettlementReports } from './services/settlement-reports/settlement-reports.service';

/** Reconciliation, refunds, settlement reports: for other topics of this lib and other libs. */
export const CONTROL_EXPORTS = [
  GatewayBudget,
  GatewayPayouts,
  ImportSettlement,
  MoneyWatch,
  Reconciliation,
  RefundRunner,
  Refunds,
  Reviews,
  SettlementDecisions,
  SettlementReports,
  TakenBack,
  VoidPayment,
];

export const CONTROL_PROVIDERS = [
  ...CONTROL_EXPORTS,
  ControlProof,
  FinishRefund,
  GatewayAnswers,
  GatewayBudgetRepository,
  GatewayPayoutRepository,
  IsolationHoldRepository,
  MoneyWatchRepository,
  PaymentsHoldIsolation,
  ReconciliationRepository,
  RefundCredits,
  RefundQueue,
  RefundRepository,
  RefundRules,
  RefundStart,
  ReviewBooking,
  ReviewOutcomes,
  ReviewRepository,
  SettlementAlerts,
  SettlementBooking,
  SettlementDecisionRepository,
  SettlementReportRepository,
  SettlementRowRepository,
  SettlementLedger,
  UnbookedMoney,
  UnclearAttempts,
  VoidRepository,
];
