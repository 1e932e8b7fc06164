import { type MenuContext } from '../command';
import { type Row } from '../row';

/** Columns of a row that this asker may see, in the order of the schema or of `.proplist`. */
export function* columns(context: MenuContext, row: Row): Generator<readonly [string, string]> {
  for (const name of shown(context)) {
    const value = row.get(name);
    if (value !== undefined) yield [name, value];
  }
}

/** The names of the columns to print: computed once per command. */
const shownNames = new WeakMap<MenuContext, readonly string[]>();

function shown(context: MenuContext): readonly string[] {
  const known = shownNames.get(context);
  if (known !== undefined) return known;
  const { table, request, asker } = context;
  const visible = (name: string): boolean => {
    const property = table.property(name);
    if (property === undefined) return name === '.id' && table.schema.form === 'list';
    return property.hidden !== true && (property.sensitive !== true || asker.may('sensitive'));
  };
  const all = ['.id', ...Object.keys(table.schema.properties)];
  const asked = request.attributes.get('.proplist');
  const wanted = asked === undefined ? all : [...new Set(asked.split(',').map((name) => name.trim()))];
  const names = wanted.filter(visible);
  shownNames.set(context, names);
  return names;
}
