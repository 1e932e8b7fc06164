import { Injectable } from '@nestjs/common';
import { uuidv7 } from '@app/core';
import { CustomersPermissions, CustomersService } from '@app/customers';
import { IamErrors, SitesService } from '@app/iam';
import { CurrentActor, Database } from '@app/platform';
import { BillingErrors } from '../../billing.errors';
import { SubscriptionErrors } from '../../subscription.errors';
import { PlansService } from '../plans.service';
import { type ActionOptions, type ActionOutcome, ActionRunner } from './action-runner.service';
import { decisionOf } from './activations.service';
import { transitionOf } from './decision';

export interface MoveRequest {
  /** Site whose network serves it from now on. */
  siteId?: string | undefined;
  /** New address and area of the customer. */
  address?: string | undefined;
  areaId?: string | null | undefined;
}

/** Moves of a service: to the network of another site, to another address or area. Money is not touched. */
@Injectable()
export class Moves {
  constructor(
    private readonly runner: ActionRunner,
    private readonly customers: CustomersService,
    private readonly sites: SitesService,
    private readonly plans: PlansService,
    private readonly actor: CurrentActor,
    private readonly database: Database,
  ) {}

  /**
   * @throws DomainError CORE_NOT_FOUND (subscription, site, area), CORE_STALE_VERSION, BILLING_SUBSCRIPTION_STATE,
   * BILLING_MOVE_NOWHERE, BILLING_PLAN_NOT_FOR_SITE, BILLING_CURRENCY_MISMATCH, CUSTOMERS_PLACE_OF_OTHER_SITE,
   * IAM_FORBIDDEN when address or area are named by somebody who may not change customers
   */
  async move(id: string, request: MoveRequest, options: ActionOptions = {}): Promise<ActionOutcome> {
    const { siteId, address, areaId } = request;
    const isPlace = address !== undefined || areaId !== undefined;
    if (isPlace) this.mayChangeCustomers();
    return this.database.transaction(async () => {
      const outcome = await this.runner.run(id, options, async (service) => {
        const { subscription, today, account } = service;
        const transition = transitionOf(service, 'move');
        const isElsewhere = siteId !== undefined && siteId !== subscription.siteId;
        if (!isElsewhere && !isPlace) throw SubscriptionErrors.MOVE_NOWHERE();
        if (isElsewhere) await this.checkSite(subscription.planId, siteId, account.currency);
        return decisionOf('MOVED', today, {
          ...{ changeId: uuidv7(), transition, patch: isElsewhere ? { siteId } : {} },
          detail: {
            siteId: siteId ?? subscription.siteId,
            oldSiteId: subscription.siteId,
            address: address !== undefined,
            areaId,
          },
        });
      });
      if (isPlace && options.preview !== true)
        await this.relocate(outcome.subscription.customerId, { address, areaId });
      return outcome;
    });
  }

  private async checkSite(planId: string, siteId: string, currency: string): Promise<void> {
    const site = await this.sites.get(siteId);
    if (site.currency !== currency)
      throw BillingErrors.CURRENCY_MISMATCH({ expected: currency, actual: site.currency });
    const plan = await this.plans.get(planId);
    if (plan.siteId !== null && plan.siteId !== siteId) throw BillingErrors.PLAN_NOT_FOR_SITE();
  }

  private async relocate(customerId: string, { address, areaId }: MoveRequest): Promise<void> {
    const { version } = await this.customers.get(customerId);
    const edit = { ...(address === undefined ? {} : { address }), ...(areaId === undefined ? {} : { areaId }) };
    await this.customers.update(customerId, version, edit);
  }

  private mayChangeCustomers(): void {
    const { kind, permissions } = this.actor.get();
    const permission = CustomersPermissions['customer:write'];
    if (kind !== 'system' && !permissions.has(permission)) throw IamErrors.FORBIDDEN({ permission });
  }
}
