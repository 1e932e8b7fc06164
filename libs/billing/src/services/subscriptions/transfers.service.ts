import { Injectable } from '@nestjs/common';
import { uuidv7 } from '@app/core';
import { CustomersService } from '@app/customers';
import { Database } from '@app/platform';
import { BillingErrors } from '../../billing.errors';
import { linkRefusal } from '../../domain/payments/payers';
import { PayerLinkRepository } from '../../repositories/subscriptions/payer-link.repository';
import { type SubscriptionPatch } from '../../repositories/subscription.repository';
import { SubscriptionErrors } from '../../subscription.errors';
import { BillingAccountsService } from '../billing-accounts.service';
import { type ActionOptions, type ActionOutcome, ActionRunner } from './action-runner.service';
import { decisionOf } from './activations.service';
import { type Decision, transitionOf } from './decision';
import { billAt, type ServiceInHand } from './service-in-hand';

interface Payer {
  id: string;
  timeZone: string;
  currency: string;
}

/**
 * Another payer for a service (billing.md 1.10): its future lines stand on the payer's invoices, and its access follows
 * them. What was invoiced stays with whom it was invoiced to. Depth 1, no cycles.
 */
@Injectable()
export class Transfers {
  constructor(
    private readonly runner: ActionRunner,
    private readonly customers: CustomersService,
    private readonly accounts: BillingAccountsService,
    private readonly links: PayerLinkRepository,
    private readonly database: Database,
  ) {}

  /**
   * @param payerId null: the customer pays himself
   * @throws DomainError CORE_NOT_FOUND (subscription, payer), CORE_STALE_VERSION, BILLING_SUBSCRIPTION_STATE,
   * BILLING_PAYER_REFUSED, BILLING_PAYER_UNCHANGED, BILLING_CUSTOMER_ARCHIVED, BILLING_CURRENCY_MISMATCH
   */
  async transfer(id: string, payerId: string | null, options: ActionOptions = {}): Promise<ActionOutcome> {
    if (payerId === null) return this.runner.run(id, options, (service) => this.decide(service, null));
    const customer = await this.customers.get(payerId);
    if (customer.status === 'ARCHIVED') throw BillingErrors.CUSTOMER_ARCHIVED();
    const snapshot = (await this.customers.snapshots([payerId])).get(payerId);
    const payer = { id: payerId, timeZone: customer.timeZone, currency: snapshot?.currency ?? '-' };
    if (options.preview === true) return this.runner.run(id, options, (service) => this.decide(service, payer));
    await this.accounts.ensure(payerId);
    return this.database.transaction(() =>
      this.runner.run(id, options, (service) => this.decide(service, payer), [payerId]),
    );
  }

  private async decide(service: ServiceInHand, payer: Payer | null): Promise<Decision> {
    const { subscription, today } = service;
    const payerCustomerId = payer?.id ?? null;
    const transition = transitionOf(service, 'transfer');
    if (subscription.payerCustomerId === payerCustomerId) throw SubscriptionErrors.PAYER_UNCHANGED();
    if (payer) await this.check(service, payer);
    const zone = (payer ?? (await this.customers.get(subscription.customerId))).timeZone;
    return decisionOf('PAYER_CHANGED', today, {
      ...{ changeId: uuidv7(), transition },
      patch: { payerCustomerId, ...billedIn(service, zone) },
      detail: { payerCustomerId, oldPayerCustomerId: subscription.payerCustomerId },
    });
  }

  private async check(
    { subscription, account }: ServiceInHand,
    payer: { id: string; currency: string },
  ): Promise<void> {
    const { id, customerId } = subscription;
    const known = await this.links.touching([customerId, payer.id], id);
    const refusal = linkRefusal(customerId, payer.id, known);
    if (refusal) throw SubscriptionErrors.PAYER_REFUSED({ reason: refusal });
    if (payer.currency !== account.currency) {
      throw BillingErrors.CURRENCY_MISMATCH({ expected: account.currency, actual: payer.currency });
    }
  }
}

/** The days stay, but they begin when they begin for who pays. */
function billedIn(service: ServiceInHand, timeZone: string): Pick<SubscriptionPatch, 'nextBillAt'> {
  const { subscription, history, account, planning, plan } = service;
  if (subscription.status !== 'ACTIVE' || !history) return {};
  const at = { planning, account: { ...account, timeZone } };
  return { nextBillAt: billAt(at, plan.billingType, history.cycle, history.pointer) };
}
