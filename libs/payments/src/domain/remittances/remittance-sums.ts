/** What a remittance covers and what was counted, in booking units. */
export interface RemittanceCount {
  /** The payments that are handed over. */
  covered: bigint;
  /** What earlier remittances lacked. */
  shortage: bigint;
  counted: bigint;
}

export interface RemittanceSums {
  /** Counted less covered: below zero he lacks money. */
  difference: bigint;
  /** What nobody was owed: covered and all shortages are settled. */
  surplus: bigint;
  /** What comes off the collector's account. */
  credited: bigint;
  /** What he owes afterwards. */
  shortageAfter: bigint;
}

/** Splits counted cash: the payments first, then older shortages, the rest is a difference (payments.md 12.1). */
export function remittanceSums({ covered, shortage, counted }: RemittanceCount): RemittanceSums {
  const due = covered + shortage;
  const surplus = counted > due ? counted - due : 0n;
  const credited = counted - surplus;
  return { difference: counted - covered, surplus, credited, shortageAfter: due - credited };
}
