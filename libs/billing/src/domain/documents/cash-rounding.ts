import { rdiv } from '@app/core';

/**
 * The amount of the explicit rounding line that makes a total payable in cash (billing.md M5): the total becomes the nearest
 * multiple of the increment, half up. Zero when the increment is 1, which is the default.
 *
 * @throws RangeError for an increment below 1
 */
export function cashRounding(total: bigint, increment: bigint): bigint {
  if (increment < 1n) throw new RangeError(`not a cash increment: ${increment}`);
  return rdiv(total, increment) * increment - total;
}
