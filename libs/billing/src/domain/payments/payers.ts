/** Who pays for whom: child → payer (billing.md 1.10). */
export type PayerLinks = ReadonlyMap<string, string>;

/** Whose invoice carries the services of a customer, and whose debt decides about their access. */
export function payerOf(customerId: string, links: PayerLinks): string {
  return links.get(customerId) ?? customerId;
}

/** Why two customers cannot be linked. */
export type LinkRefusal = 'SELF' | 'PAYER_IS_CHILD' | 'CHILD_IS_PAYER';

/** Depth 1, no cycles: a payer pays for themselves, and a child pays for nobody. */
export function linkRefusal(childId: string, payerId: string, links: PayerLinks): LinkRefusal | undefined {
  if (childId === payerId) return 'SELF';
  if (links.has(payerId)) return 'PAYER_IS_CHILD';
  return [...links.values()].includes(childId) ? 'CHILD_IS_PAYER' : undefined;
}
