import { MoneyDto } from '@app/platform';
import { REPORT_FIELDS, type ReportColumns } from '../../domain/settlement-reports/report-columns';
import { type SettlementDecision } from '../../domain/settlement-reports/settlement-decision';
import {
  type ComparedRow,
  type ComparedSum,
  type GatewayPayout,
  type SettlementReport,
  type UnsettledPayment,
} from '../../domain/settlement-reports/settlement-report';
import {
  type GatewayPayoutDto,
  type NotSettledDto,
  type SettlementDecisionDto,
  type SettlementReportDetailDto,
  type SettlementReportDto,
  type SettlementRowDto,
  type SettlementSumDto,
} from './dto/settlement-report.dto';

/** `field:header` pairs of a query as a mapping. */
export function toColumns(pairs: readonly string[] = []): ReportColumns {
  const columns: ReportColumns = {};
  for (const pair of pairs) {
    const field = REPORT_FIELDS.find((name) => pair.startsWith(`${name}:`));
    if (field !== undefined) columns[field] = pair.slice(field.length + 1);
  }
  return columns;
}

/** A report as people see it. */
export function presentReport(report: SettlementReport): SettlementReportDto {
  const { id, accountId, fileName, state, rowCount, repeatedCount, problem, jobId, requestedBy } = report;
  const { badRows, createdAt, finishedAt } = report;
  const unreadable = [...badRows];
  return {
    ...{ id, accountId, fileName, state, rowCount, repeatedCount, unreadable, problem, jobId, requestedBy },
    ...{ createdAt, finishedAt },
  };
}

/** The same with its sums. */
export function presentReportDetail(report: SettlementReport & { sums: ComparedSum[] }): SettlementReportDetailDto {
  return Object.assign(presentReport(report), { sums: report.sums.map(presentSum) });
}

function presentSum({ currency, gross, fee, net, ...sum }: ComparedSum): SettlementSumDto {
  const money = (amount: bigint): MoneyDto => MoneyDto.from(amount, currency);
  return { ...sum, gross: money(gross), fee: money(fee), net: money(net) };
}

/** A line as people see it. */
export function presentRow({ currency, gross, fee, net, expected, ...row }: ComparedRow): SettlementRowDto {
  const money = (amount: bigint): MoneyDto => MoneyDto.from(amount, currency);
  const asked = expected === null ? null : money(expected);
  return { ...row, gross: money(gross), fee: money(fee), net: money(net), expected: asked };
}

/** A decision as people see it. */
export function presentSettlementDecision(decision: SettlementDecision): SettlementDecisionDto {
  const { id, rowId, action, customerId, reversalId, paymentId, refundId, reason, decidedAt } = decision;
  return {
    ...{ id, rowId, action, customerId, reversalId, paymentId, refundId, reason, decidedAt },
    ...{ difference: MoneyDto.from(decision.difference, decision.currency), decidedBy: decision.decidedByName },
  };
}

/** A payment that waits for its settlement. */
export function presentNotSettled({ number, currency, amount, ...payment }: UnsettledPayment): NotSettledDto {
  return { ...payment, receiptNumber: number, amount: MoneyDto.from(amount, currency) };
}

/** A payout as people see it. */
export function presentPayout({ currency, amount, ...payout }: GatewayPayout): GatewayPayoutDto {
  return { ...payout, amount: MoneyDto.from(amount, currency) };
}
