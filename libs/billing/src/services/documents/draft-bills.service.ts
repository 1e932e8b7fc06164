import { Injectable } from '@nestjs/common';
import { localDateOf, type Money } from '@app/core';
import { BillingErrors } from '../../billing.errors';
import { type Bill, type BillLine, type PlanningContext } from '../../domain/bill-planner';
import { taxed } from '../../domain/invoice-calculator';
import { type RevenueAccount } from '../../domain/ledger-accounts';
import { BillAssembly } from '../../domain/planning/bill-assembly';
import { NO_TAX } from '../../domain/tax/tax-code';
import { AccountSettingsRepository } from '../../repositories/documents/account-settings.repository';
import { TaxCodesService } from '../catalogue/tax-codes.service';
import { type LockedAccount } from '../../repositories/billing-account.repository';
import { DocumentContexts } from './document-contexts.service';
import { type IssueContext } from './invoice-issuer.service';

/** A line as somebody writes it. */
export interface DraftLine {
  description: string;
  quantity: number;
  /** Of one piece, in the terms of the tax code. */
  unitPrice: Money;
  taxCode: string;
  revenueAccount?: RevenueAccount;
}

/** What people write, as bills of today. */
@Injectable()
export class DraftBills {
  constructor(
    private readonly settings: AccountSettingsRepository,
    private readonly taxCodes: TaxCodesService,
    private readonly contexts: DocumentContexts,
  ) {}

  /** @throws DomainError BILLING_TAX_CODE_UNKNOWN, BILLING_CURRENCY_MISMATCH, BILLING_AMOUNT_NOT_POSITIVE */
  async written(id: string, lines: readonly DraftLine[], account: LockedAccount): Promise<Bill> {
    return (await this.of(id, await this.linesOf(lines, account), account)).bill;
  }

  /** Taxed as of today (billing.md X3), with the terms of today; and what it is issued with. */
  async of(
    id: string,
    lines: readonly BillLine[],
    account: LockedAccount,
  ): Promise<{ bill: Bill; issue: IssueContext }> {
    const { planning, issue } = await this.contexts.of(account);
    const { taxExempt } = await this.settings.of(account.customerId);
    const buyer = { ...account, taxExempt };
    const from = localDateOf(account.now, account.timeZone);
    const priced = lines.map((line) => withTax(line, planning, buyer));
    return { bill: new BillAssembly(buyer, planning).bill({ billKey: `M:${id}`, lines: priced, from }), issue };
  }

  private async linesOf(lines: readonly DraftLine[], { currency }: LockedAccount): Promise<BillLine[]> {
    for (const code of new Set(lines.map((line) => line.taxCode))) await this.taxCodes.mustBeActive(code);
    return lines.map(({ description, quantity, unitPrice, taxCode, revenueAccount }): BillLine => {
      if (unitPrice.currency !== currency) {
        throw BillingErrors.CURRENCY_MISMATCH({ expected: currency, actual: unitPrice.currency });
      }
      if (!unitPrice.isPositive()) throw BillingErrors.AMOUNT_NOT_POSITIVE();
      return {
        ...{ kind: 'ONE_OFF', subscriptionId: null, chargeCode: 'MANUAL', periodStart: null, periodEnd: null },
        ...{ naturalDays: null, description, quantity, unitPrice: unitPrice.amount, revenueAccount },
        taxRule: { ...NO_TAX, code: taxCode },
        ...{ gross: unitPrice.amount * BigInt(quantity), discount: 0n, net: 0n, tax: 0n },
      };
    });
  }
}

function withTax(
  line: BillLine,
  { taxFor, today }: PlanningContext,
  buyer: LockedAccount & { taxExempt: boolean },
): BillLine {
  const taxRule = taxFor?.(line.taxRule, buyer, today(buyer.timeZone)) ?? line.taxRule;
  return { ...line, taxRule, ...taxed(line.gross - line.discount, taxRule) };
}
