import { type PlanningContext } from '../../domain/bill-planner';
import { type TaxRule } from '../../domain/invoice-calculator';
import { type TaxCode, taxRuleOn } from '../../domain/tax/tax-code';

/**
 * Finds the rule that is frozen in a line: the rate of the issue date, for this seller and this buyer (billing.md X3).
 * Remembers what it found: a run asks for every line.
 *
 * @throws RangeError when the code is unknown, or has no rate on that day
 */
export function taxFinder(
  codes: ReadonlyMap<string, TaxCode>,
  sellerIsRegistered: boolean,
): NonNullable<PlanningContext['taxFor']> {
  const known = new Map<string, TaxRule>();
  return ({ code }, { taxExempt = false }, issuedOn) => {
    const key = `${code} ${issuedOn} ${taxExempt}`;
    const found = known.get(key);
    if (found) return found;
    const tax = codes.get(code);
    if (!tax) throw new RangeError(`tax code ${code} is unknown`);
    const rule = taxRuleOn(tax, issuedOn, { sellerIsRegistered, buyerIsExempt: taxExempt });
    known.set(key, rule);
    return rule;
  };
}
