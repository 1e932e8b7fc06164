import { at, gone, listOf, type OperationRequest } from './operation-request';

/** Subscriptions and what may happen to them. */
export const subscriptions: Record<string, OperationRequest> = {
  listSubscriptions: listOf('subscription'),
  getSubscription: at('subscription'),
  getSubscriptionAccess: at('subscription'),
  getSubscriptionTimeline: at('subscription'),
  createSubscription: { body: ({ customer, plan }) => ({ customerId: customer, planId: plan, anchorDay: 1 }) },
  activateSubscription: gone('pending', { body: () => ({}) }),
  changeSubscriptionPlan: gone('subscription', {
    body: ({ otherPlan }) => ({ planId: otherPlan, when: 'PERIOD_END' }),
  }),
  pauseSubscription: gone('subscription', { body: () => ({}) }),
  resumeSubscription: gone('paused', { body: () => ({}) }),
  cancelSubscription: gone('subscription', { body: () => ({}) }),
  changeSubscriptionAnchor: at('pending', { body: () => ({ anchorDay: 5 }) }),
  transferSubscription: gone('pending', { body: ({ otherCustomer }) => ({ payerCustomerId: otherCustomer }) }),
  moveSubscription: at('subscription', { body: () => ({ address: 'Jl. Merdeka 1' }) }),
  listSubscriptionProducts: at('pending'),
  addSubscriptionProduct: at('pending', { body: ({ product }) => ({ productId: product }) }),
  removeSubscriptionProduct: gone('pending', { params: { id: 'pending', addOnId: 'addOn' } }),
  listScheduledChanges: at('subscription'),
  cancelScheduledChange: gone('subscription', { params: { id: 'subscription', changeId: 'scheduledChange' } }),
};
