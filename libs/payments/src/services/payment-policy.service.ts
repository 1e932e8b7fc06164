import { Injectable } from '@nestjs/common';
import { type Money } from '@app/core';
import { type Customer, CustomersService } from '@app/customers';
import { CurrentActor } from '@app/platform';
import { Approvals, type Site, SitesService } from '@app/iam';
import { BACKDATE_DAYS, resolveReceivedAt } from '../domain/received-at';
import { PaymentErrors } from '../payments.errors';
import { ManualSettlement } from './manual-settlement.approval';

/** Who pays, and where. */
export interface Payer {
  customer: Customer;
  site: Site;
}

/** What a payment has to satisfy before it touches any debt. */
@Injectable()
export class PaymentPolicyService {
  constructor(
    private readonly customers: CustomersService,
    private readonly sites: SitesService,
    private readonly approvals: Approvals,
    private readonly actor: CurrentActor,
  ) {}

  /**
   * @throws DomainError CORE_NOT_FOUND for a customer out of scope, PAYMENTS_AMOUNT_NOT_POSITIVE,
   * PAYMENTS_CURRENCY_MISMATCH
   */
  async payerOf(customerId: string, amount: Money): Promise<Payer> {
    if (!amount.isPositive()) throw PaymentErrors.AMOUNT_NOT_POSITIVE({}, [amountFault('NOT_POSITIVE')]);
    const customer = await this.customers.get(customerId);
    const site = await this.sites.get(customer.siteId);
    if (amount.currency !== site.currency) {
      throw PaymentErrors.CURRENCY_MISMATCH({ currency: site.currency }, [amountFault('CURRENCY_MISMATCH')]);
    }
    return { customer, site };
  }

  /**
   * One person alone does not say that much money has arrived (billing.md Z4). Call it in the transaction of the payment.
   *
   * @param facts all that was said about the payment besides its amount
   * @throws DomainError IAM_APPROVAL_REQUIRED
   */
  async assertAgreed({ customer, site }: Payer, amount: Money, facts: object): Promise<void> {
    await this.approvals.requireAbove(amount, ManualSettlement, {
      subject: `customer:${customer.id}`,
      siteId: site.id,
      payload: { ...facts, amount: amount.amount, currency: amount.currency },
      reason: `${customer.code} ${customer.name}`,
    });
  }

  /**
   * The value date. One in the future, or more than 90 days back, is for who holds `payment:backdate` (billing.md 1.10).
   *
   * @throws DomainError PAYMENTS_RECEIVED_IN_FUTURE, PAYMENTS_RECEIVED_TOO_LONG_AGO
   */
  receivedAt(stated: Date | undefined, asOf: Date): Date {
    const resolved = resolveReceivedAt(stated, asOf);
    if (resolved.ok) return resolved.value;
    if (stated !== undefined && this.actor.get().permissions.has('payment:backdate')) return stated;
    const fields = [{ path: 'receivedAt', code: resolved.error }];
    throw resolved.error === 'FUTURE'
      ? PaymentErrors.RECEIVED_IN_FUTURE({}, fields)
      : PaymentErrors.RECEIVED_TOO_LONG_AGO({ days: BACKDATE_DAYS }, fields);
  }
}

const amountFault = (code: string): { path: string; code: string } => ({ path: 'amount', code });
