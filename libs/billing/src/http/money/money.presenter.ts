import { MoneyDto } from '@app/platform';
import { type AccrualView, type Payout } from '../../repositories/commission/commission.repository';
import { type AccountSettings } from '../../repositories/documents/account-settings.repository';
import { type WalletMovementView } from '../../repositories/documents/wallet.repository';
import { type AccountingPeriod } from '../../repositories/ledger/accounting-period.repository';
import { type CommissionStatement } from '../../services/commission/commission-statements.service';
import { type TrialBalance } from '../../services/ledger/accounting-periods.service';
import { type CustomerStatement } from '../../services/ledger/customer-statements.service';
import {
  type AccountingPeriodDto,
  type CommissionAccrualDto,
  type CommissionPayoutDto,
  type CommissionStatementDto,
  type CustomerBillingDto,
  type CustomerStatementDto,
  type TrialBalanceDto,
  type WalletDto,
  type WalletMovementDto,
} from './dto/money.dto';

const money = (amount: bigint, currency: string): MoneyDto => MoneyDto.from(amount, currency);

export function presentSettings(settings: AccountSettings): CustomerBillingDto {
  const { customerId, currency, timeZone, autoPay, taxExempt, withholdsTax, policies, version } = settings;
  return { customerId, currency, timeZone, autoPay, taxExempt, withholdsTax, policies, version };
}

export function presentWallet({ customerId, currency, autoPay, ...of }: AccountSettings): WalletDto {
  return { customerId, autoPay, deposit: money(of.depositAmount, currency), credit: money(of.creditAmount, currency) };
}

export function presentMovement({ amount, balance, currency, ...row }: WalletMovementView): WalletMovementDto {
  const { id, wallet, kind, refType, refId, note, happenedAt } = row;
  return {
    ...{ id, wallet, kind, refType, refId, note, happenedAt },
    amount: money(amount, currency),
    balance: money(balance, currency),
  };
}

export function presentStatement(statement: CustomerStatement): CustomerStatementDto {
  const { customerId, currency, from, to, opening, closing, items, nextCursor } = statement;
  return {
    ...{ customerId, from, to, nextCursor },
    opening: money(opening, currency),
    closing: money(closing, currency),
    items: items.map(({ amount, balance, ...line }) => ({
      ...line,
      amount: money(amount, currency),
      balance: money(balance, currency),
    })),
  };
}

export function presentCommissions({ reseller, from, to, currencies }: CommissionStatement): CommissionStatementDto {
  const sums = currencies.map(({ currency, ...row }) => ({
    opening: money(row.opening, currency),
    accrued: money(row.accrued, currency),
    reversed: money(row.reversed, currency),
    paidOut: money(row.paidOut, currency),
    closing: money(row.closing, currency),
  }));
  return { resellerId: reseller.id, resellerName: reseller.name, from, to, sums };
}

export function presentAccrual({ paidAmount, amount, currency, ...row }: AccrualView): CommissionAccrualDto {
  const { id, invoiceId, invoiceNumber, customerId, refType, refId, rateBp, accruedAt } = row;
  return {
    ...{ id, invoiceId, invoiceNumber, customerId, refType, refId, rateBp, accruedAt },
    paid: money(paidAmount, currency),
    amount: money(amount, currency),
  };
}

export function presentPayout({ paidAmount, currency, ...row }: Payout): CommissionPayoutDto {
  const { id, resellerId, cashAccount, note, paidAt, createdBy } = row;
  return { id, resellerId, cashAccount, note, paidAt, createdBy, amount: money(paidAmount, currency) };
}

export function presentTrialBalance({ month, state, accounts }: TrialBalance): TrialBalanceDto {
  return {
    ...{ month, state },
    accounts: accounts.map(({ account, currency, ...row }) => ({
      account,
      opening: money(row.opening, currency),
      debit: money(row.debit, currency),
      credit: money(row.credit, currency),
      closing: money(row.closing, currency),
    })),
  };
}

export function presentPeriod({ month, state, closedAt, closedBy }: AccountingPeriod): AccountingPeriodDto {
  return { month, state, closedAt, closedBy };
}
