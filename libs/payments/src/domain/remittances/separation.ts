/** Who did what to a remittance, by user id. */
export interface RemittanceHands {
  collectorUserId: string;
  declaredBy: string;
  countedBy: string;
  declared: bigint;
  counted: bigint;
}

/**
 * May this person approve (billing.md Z4)? Never the collector himself, nor who declared it. Who counted may, but only what
 * the collector himself declared to the rupiah: then two people have said the same sum.
 */
export function mayApprove(userId: string, hands: RemittanceHands): boolean {
  if (userId === hands.collectorUserId || userId === hands.declaredBy) return false;
  if (userId !== hands.countedBy) return true;
  return hands.declaredBy === hands.collectorUserId && hands.declared === hands.counted;
}
