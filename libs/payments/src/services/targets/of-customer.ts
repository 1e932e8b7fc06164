import { type Settlement } from '@app/billing';
import { type TargetSettlement } from './payment-target';

/** What {@link Settlement} did, as it stands on the payment. */
export function ofCustomer(customerId: string, settled: Settlement, late = false): TargetSettlement {
  const { siteId, timeZone, allocations, depositAmount, balance } = settled;
  const restoredAccess = settled.accessChanges.some((change) => change.desired === 'ENABLED');
  return { siteId, timeZone, customerId, allocations, depositAmount, balance, restoredAccess, late };
}
