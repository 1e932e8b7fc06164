import { type MenuContext } from '../command';
import { type Row } from '../row';
import { missingArgument, Trap, TrapCategory } from '../trap';

/** The argument that names the items of set, remove and the like. */
export function targetArgument(attributes: ReadonlyMap<string, string>): string | undefined {
  return attributes.get('.id') ?? attributes.get('numbers');
}

/**
 * The items that `.id` or `numbers` name: ids and names, comma lists of them. All must exist before one is touched.
 *
 * why: what hardware does with a list of which one is unknown is unverified (routeros.md section 18).
 */
export function targets({ table, request, router }: MenuContext): Row[] {
  if (table.schema.form === 'single') return [table.only];
  const argument = targetArgument(request.attributes);
  if (argument === undefined || argument === '') throw missingArgument('numbers');
  const whole = table.named(argument); // why: a name may hold a comma
  if (whole !== undefined) return [whole];
  return argument.split(',').map((reference) => {
    const row = table.find(reference);
    if (row === undefined) throw new Trap(router.profile.noSuchItem, TrapCategory.MISSING);
    return row;
  });
}

/** Arguments that are values, without those that name items. */
export function valueArguments(attributes: ReadonlyMap<string, string>): [string, string][] {
  return [...attributes].filter(([name]) => name !== '.id' && name !== 'numbers');
}
