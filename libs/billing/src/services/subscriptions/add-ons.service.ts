import { Injectable } from '@nestjs/common';
import { CoreErrors, laterOf, type LocalDate, uuidv7 } from '@app/core';
import { Database } from '@app/platform';
import { asChange, FOREVER } from '../../domain/changes/change-plan';
import { creditsFor } from '../../domain/charges/charged-segment';
import { chargesFor, type Component } from '../../domain/charges/component';
import { type AddOn, AddOnRepository } from '../../repositories/subscriptions/add-on.repository';
import { SubscriptionErrors } from '../../subscription.errors';
import { SubscriptionsReader } from './subscriptions-reader.service';
import { BillableProducts } from './billable-products.service';
import { ProductsService } from '../catalogue/products.service';
import { type ActionOptions, type ActionOutcome, ActionRunner } from './action-runner.service';
import { decisionOf } from './activations.service';
import { type Decision, settle, transitionOf } from './decision';
import { type ServiceInHand } from './service-in-hand';

export interface NewAddOn {
  productId: string;
  /** Default 1. */
  quantity?: number | undefined;
}

/** Recurring products of a service: the days of the running period are billed, or credited, at once (billing.md Q2). */
@Injectable()
export class AddOns {
  constructor(
    private readonly runner: ActionRunner,
    private readonly subscriptions: SubscriptionsReader,
    private readonly products: ProductsService,
    private readonly billable: BillableProducts,
    private readonly addOns: AddOnRepository,
    private readonly database: Database,
  ) {}

  /** @throws DomainError CORE_NOT_FOUND */
  async list(id: string): Promise<AddOn[]> {
    await this.subscriptions.get(id);
    return this.addOns.of(id);
  }

  /**
   * @throws DomainError CORE_NOT_FOUND (subscription, product), CORE_STALE_VERSION, BILLING_SUBSCRIPTION_STATE,
   * BILLING_ADD_ON_KIND, BILLING_PRODUCT_RETIRED, BILLING_PRODUCT_NOT_FOR_SITE, BILLING_PLAN_WITHOUT_PRICE
   */
  async add(id: string, { productId, quantity = 1 }: NewAddOn, options: ActionOptions = {}): Promise<ActionOutcome> {
    return this.database.transaction(async () => {
      const addOnId = uuidv7();
      const outcome = await this.runner.run(id, options, async (service) => {
        const { subscription, today, account } = service;
        const product = await this.products.forSale(productId, subscription.siteId);
        if (product.kind !== 'RECURRING') throw SubscriptionErrors.ADD_ON_KIND();
        await this.products.priceOn(productId, today, account.currency);
        const startsOn = startOf(service);
        const component = await this.billable.component({ addOnId, product, quantity, startsOn }, service);
        return added(service, component, { startsOn, changeId: addOnId });
      });
      if (options.preview !== true) {
        const startsOn = outcome.decision.effectiveOn;
        await this.addOns.insert({ id: addOnId, subscriptionId: id, productId, quantity, startsOn });
      }
      return outcome;
    });
  }

  /** @throws DomainError CORE_NOT_FOUND (subscription, add-on), CORE_STALE_VERSION, BILLING_SUBSCRIPTION_STATE */
  async remove(id: string, addOnId: string, options: ActionOptions = {}): Promise<ActionOutcome> {
    return this.database.transaction(async () => {
      const outcome = await this.runner.run(id, options, async (service) => {
        const addOn = (await this.addOns.of(id)).find((one) => one.id === addOnId && one.endsOn === null);
        if (!addOn) throw CoreErrors.NOT_FOUND({ what: 'add-on', id: addOnId });
        return removed(service, addOn);
      });
      if (options.preview !== true) await this.addOns.end(addOnId, outcome.decision.effectiveOn);
      return outcome;
    });
  }
}

/** Today, or where billing begins later, then. */
function startOf({ subscription, today }: ServiceInHand): LocalDate {
  return laterOf(today, subscription.trialEndsOn ?? subscription.startedOn ?? today);
}

function added(
  service: ServiceInHand,
  component: Component,
  { startsOn, changeId }: { startsOn: LocalDate; changeId: string },
): Decision {
  const { history, subscription, today } = service;
  const isAhead = history && history.pointer > startsOn && subscription.status === 'ACTIVE';
  const request = isAhead && {
    subscriptionId: subscription.id,
    cycle: history.cycle,
    from: startsOn,
    to: history.pointer,
  };
  const debits = request ? asChange(chargesFor(request, [component]), changeId) : [];
  return decisionOf('PRODUCT_ADDED', startsOn, {
    ...{ changeId, transition: transitionOf(service, 'change-plan') },
    documents: settle(service, { credits: [], debits }, { changeId }),
    addOns: [...service.addOns, component],
    detail: { productId: component.productId, quantity: component.quantity, on: today },
  });
}

function removed(service: ServiceInHand, addOn: AddOn): Decision {
  const { history, today } = service;
  const changeId = uuidv7();
  const endsOn = laterOf(today, addOn.startsOn);
  const own = (history?.charged ?? []).filter((segment) => segment.chargeCode.startsWith(`ADD_ON:${addOn.id}`));
  const credits = creditsFor(own, { start: endsOn, end: FOREVER });
  return decisionOf('PRODUCT_REMOVED', endsOn, {
    ...{ changeId, transition: transitionOf(service, 'change-plan'), reason: `Berhenti: ${addOn.productName}` },
    documents: settle(service, { credits, debits: [] }, { changeId }),
    addOns: service.addOns.map((one) => (one.chargeCode === `ADD_ON:${addOn.id}` ? { ...one, until: endsOn } : one)),
    detail: { productId: addOn.productId, addOnId: addOn.id },
  });
}
