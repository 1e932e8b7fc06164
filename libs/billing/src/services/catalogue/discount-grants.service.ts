import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CoreErrors, type LocalDate, localDateOf } from '@app/core';
import { AuditLog, CurrentActor } from '@app/platform';
import { BillingErrors } from '../../billing.errors';
import { mayCombine } from '../../domain/discounts/discount';
import { type DiscountGrant, DiscountGrantRepository } from '../../repositories/catalogue/discount-grant.repository';
import { type DiscountOffer, DiscountRepository } from '../../repositories/catalogue/discount.repository';
import { type Subscription, SubscriptionRepository } from '../../repositories/subscription.repository';
import { BillingAccountsService } from '../billing-accounts.service';

/** Why a discount cannot be granted; shown as it is. */
type Unusable = 'RETIRED' | 'NOT_YET' | 'OVER' | 'SITE' | 'PLAN' | 'CURRENCY' | 'SUBSCRIPTION_ENDED' | 'NOT_COMBINABLE';

/** Discounts of subscriptions: granted by staff, or redeemed by a coupon's code. */
@Injectable()
export class DiscountGrants {
  constructor(
    private readonly grants: DiscountGrantRepository,
    private readonly discounts: DiscountRepository,
    private readonly subscriptions: SubscriptionRepository,
    private readonly accounts: BillingAccountsService,
    private readonly actor: CurrentActor,
    private readonly audit: AuditLog,
  ) {}

  /** What a subscription has and had, newest first. @throws DomainError CORE_NOT_FOUND (subscription) */
  async list(subscriptionId: string): Promise<DiscountGrant[]> {
    await this.subscription(subscriptionId);
    return this.grants.ofSubscription(subscriptionId);
  }

  /**
   * Gives a subscription a discount, from its next invoice on.
   *
   * @throws DomainError CORE_NOT_FOUND (subscription, discount), BILLING_DISCOUNT_UNUSABLE (why), BILLING_DISCOUNT_GRANTED,
   * BILLING_DISCOUNT_EXHAUSTED
   */
  @Transactional()
  async redeem(subscriptionId: string, code: string): Promise<DiscountGrant> {
    const { customerId } = await this.subscription(subscriptionId);
    const account = await this.accounts.lockOrOpen(customerId);
    const subscription = await this.subscription(subscriptionId);
    const discount = await this.discounts.findByCode(code);
    if (!discount) throw CoreErrors.NOT_FOUND({ what: 'discount', id: code });
    const beside = await this.grants.openBeside(subscriptionId);
    if (beside.some((one) => one.subscriptionId === subscriptionId && one.discountId === discount.id)) {
      throw BillingErrors.DISCOUNT_GRANTED();
    }
    const today = localDateOf(account.now, account.timeZone);
    const why = unusable(discount, { subscription, today, currency: account.currency, beside });
    if (why !== undefined) throw BillingErrors.DISCOUNT_UNUSABLE({ code, why });
    // why last: the counter's row stays locked until the commit
    if (!(await this.discounts.redeem(discount.id))) {
      throw BillingErrors.DISCOUNT_EXHAUSTED({ code, max: discount.maxRedemptions ?? 0 });
    }
    const id = await this.grants.insert({
      ...{ discountId: discount.id, subscriptionId, grantedBy: this.actor.get().name },
      periodsLeft: discount.duration === 'ONCE' ? 1 : discount.periods,
    });
    const after = await this.get(id);
    await this.note('discount.granted', subscription, { after });
    return after;
  }

  /**
   * Takes a discount from a subscription; issued invoices keep it. The redemption stays counted.
   *
   * @throws DomainError CORE_NOT_FOUND
   */
  @Transactional()
  async revoke(subscriptionId: string, grantId: string): Promise<DiscountGrant> {
    const before = await this.get(grantId);
    if (before.subscriptionId !== subscriptionId) throw CoreErrors.NOT_FOUND({ what: 'discount', id: grantId });
    const { now } = await this.accounts.lockOrOpen(before.customerId);
    if (!(await this.grants.end(grantId, now))) return this.get(grantId);
    const after = await this.get(grantId);
    await this.note('discount.revoked', await this.subscription(subscriptionId), { before, after });
    return after;
  }

  private async get(id: string): Promise<DiscountGrant> {
    const grant = await this.grants.find(id);
    if (!grant) throw CoreErrors.NOT_FOUND({ what: 'discount', id });
    return grant;
  }

  private async subscription(id: string): Promise<Subscription> {
    const subscription = await this.subscriptions.find(id);
    if (!subscription) throw CoreErrors.NOT_FOUND({ what: 'subscription', id });
    return subscription;
  }

  private async note(
    action: string,
    { id, siteId }: Subscription,
    change: { before?: DiscountGrant; after: DiscountGrant },
  ): Promise<void> {
    await this.audit.record({ action, subject: { type: 'subscription', id }, siteId, ...change });
  }
}

interface Asking {
  subscription: Subscription;
  today: LocalDate;
  currency: string;
  /** In force on the same invoice. */
  beside: readonly DiscountGrant[];
}

function unusable(discount: DiscountOffer, { subscription, today, currency, beside }: Asking): Unusable | undefined {
  const { siteId, planIds, validFrom, validUntil, fixedAmount, combinable } = discount;
  const reasons: readonly (readonly [Unusable, boolean])[] = [
    ['RETIRED', discount.status !== 'ACTIVE'],
    ['NOT_YET', validFrom !== null && today < validFrom],
    ['OVER', validUntil !== null && today > validUntil],
    ['SITE', siteId !== null && siteId !== subscription.siteId],
    ['PLAN', planIds.length > 0 && !planIds.includes(subscription.planId)],
    ['CURRENCY', fixedAmount !== null && discount.currency !== currency],
    ['SUBSCRIPTION_ENDED', subscription.status === 'ENDED'],
    ['NOT_COMBINABLE', !mayCombine(beside, { combinable })],
  ];
  return reasons.find(([, holds]) => holds)?.[0];
}
