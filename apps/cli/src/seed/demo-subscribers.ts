import { type INestApplicationContext } from '@nestjs/common';
import { PlansService, SubscriptionsService } from '@app/billing';
import { Money } from '@app/core';
import { CustomersService } from '@app/customers';
import { CreateAccountsService } from '@app/pppoe';
import { demoPerson } from './demo-names';
import { DEMO_PLANS, DEMO_SUBSCRIBERS, startOf } from './demo-plan';

/** A subscriber of the demo and the number that decides about him. */
export interface DemoSubscriber {
  n: number;
  customerId: string;
  subscriptionId: string;
  startDay: number;
}

/** A router with the site that it serves. */
export interface DemoRouter {
  id: string;
  siteId: string;
}

/** Makes the plans; returns their ids in the order of {@link DEMO_PLANS}. */
export async function seedPlans(services: INestApplicationContext): Promise<string[]> {
  const plans = services.get(PlansService);
  const ids: string[] = [];
  for (const { price, ...plan } of DEMO_PLANS) {
    const made = await plans.create({ ...plan, price: Money.of(price, 'IDR') });
    ids.push(made.id);
  }
  return ids;
}

/** Makes customers, their subscriptions (none active yet) and the accounts by which they dial in. */
export async function seedSubscribers(
  services: INestApplicationContext,
  planIds: readonly string[],
  routers: readonly DemoRouter[],
): Promise<DemoSubscriber[]> {
  const numbers = Array.from({ length: DEMO_SUBSCRIBERS }, (_, n) => n);
  const routerOf = (n: number): DemoRouter => {
    const router = routers[n % routers.length];
    if (!router) throw new Error('the demo has no router');
    return router;
  };
  const customerIds = await services
    .get(CustomersService)
    .createMany(numbers.map((n) => ({ siteId: routerOf(n).siteId, ...demoPerson(n) })));
  const subscribers: DemoSubscriber[] = [];
  for (const n of numbers) {
    const customerId = customerIds[n] ?? '';
    const { day, anchorDay } = startOf(n);
    const planId = planIds[n % planIds.length] ?? '';
    const { id } = await services.get(SubscriptionsService).create({ customerId, planId, anchorDay });
    subscribers.push({ n, customerId, subscriptionId: id, startDay: day });
  }
  await services
    .get(CreateAccountsService)
    .createMany(subscribers.map(({ n, subscriptionId }) => ({ subscriptionId, routerId: routerOf(n).id })));
  return subscribers;
}
