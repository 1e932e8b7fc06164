import { RefundsController } from './refunds/refunds.controller';
import { ReviewsController } from './reviews/reviews.controller';
import { GatewayPayoutsController } from './settlement-reports/gateway-payouts.controller';
import { SettlementReportsController } from './settlement-reports/settlement-reports.controller';

/** Routes of refunds, reviews, settlement reports and payouts. */
export const CONTROL_CONTROLLERS = [
  RefundsController,
  ReviewsController,
  GatewayPayoutsController,
  SettlementReportsController,
];
