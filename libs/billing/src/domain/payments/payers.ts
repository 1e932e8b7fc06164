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

/** Items by the customer on whose invoice they stand. */
export function groupByPayer<T extends { readonly customerId: string }>(
  items: readonly T[],
  links: PayerLinks,
): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const payer = payerOf(item.customerId, links);
    const group = groups.get(payer);
    if (group) group.push(item);
    else groups.set(payer, [item]);
  }
  return groups;
}

/** The lines of an invoice by child, the payer's own first, then in the order of appearance. */
export function linesByChild<L extends { readonly serviceCustomerId?: string | undefined }>(
  payerId: string,
  lines: readonly L[],
): { customerId: string; lines: L[] }[] {
  const groups = new Map<string, L[]>([[payerId, []]]);
  for (const line of lines) {
    const key = line.serviceCustomerId ?? payerId;
    groups.set(key, [...(groups.get(key) ?? []), line]);
  }
  return [...groups].filter(([, own]) => own.length > 0).map(([customerId, own]) => ({ customerId, lines: own }));
}
