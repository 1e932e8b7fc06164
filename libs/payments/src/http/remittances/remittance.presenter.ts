import { type Page } from '@app/core';
import { MoneyDto, presentPage } from '@app/platform';
import {
  type CollectorAccrual,
  type CollectorPayout,
} from '../../repositories/remittances/collector-commission.repository';
import { type Remittance } from '../../repositories/remittances/remittance.repository';
import { type RemittanceView } from '../../services/remittances/remittance-reader.service';
import {
  type CollectorCommissionDto,
  type CollectorPayoutDto,
  type RemittanceDetailDto,
  type RemittanceDto,
} from './dto/remittance.dto';

/** A remittance. */
export function presentRemittance(row: Remittance): RemittanceDto {
  const { id, collectorId, collectorCode, collectorName, siteId, deskId, state, note, declaredAt, countedAt } = row;
  const { decidedAt, decisionNote, version, currency } = row;
  const money = (amount: bigint): MoneyDto => MoneyDto.from(amount, currency);
  return {
    ...{ id, collectorId, collectorCode, collectorName, siteId, deskId, state, note, declaredAt, countedAt, decidedAt },
    ...{
      decisionNote,
      version,
      declaredBy: row.declaredByName,
      countedBy: row.countedByName,
      decidedBy: row.decidedByName,
    },
    ...{ covered: money(row.covered), shortage: money(row.shortage), declared: money(row.declared) },
    counted: row.counted === null ? null : money(row.counted),
    difference: row.difference === null ? null : money(row.difference),
    surplus: money(row.surplus),
  };
}

/** With its payments. */
export function presentRemittanceDetail(view: RemittanceView): RemittanceDetailDto {
  const payments = view.parts.map(({ amount, currency, ...part }) => ({
    ...part,
    amount: MoneyDto.from(amount, currency),
  }));
  return Object.assign(presentRemittance(view), { payments });
}

/** What a collector earned. */
export function presentCommission(
  page: Page<CollectorAccrual>,
  balance: { accrued: bigint; paid: bigint; owed: bigint },
  currency: string,
): CollectorCommissionDto {
  const money = (amount: bigint): MoneyDto => MoneyDto.from(amount, currency);
  return {
    ...presentPage(page, ({ id, remittanceId, reversalId, base, rateBp, amount, accruedAt }) => ({
      ...{ id, remittanceId, reversalId, rateBp, accruedAt, base: money(base), amount: money(amount) },
    })),
    ...{ accrued: money(balance.accrued), paid: money(balance.paid), owed: money(balance.owed) },
  };
}

export const presentCollectorPayout = (row: CollectorPayout): CollectorPayoutDto => ({
  ...{ id: row.id, collectorId: row.collectorId, deskId: row.deskId, note: row.note, paidAt: row.paidAt },
  ...{ paidBy: row.paidByName, amount: MoneyDto.from(row.amount, row.currency) },
});
