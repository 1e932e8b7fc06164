import { unfiltered } from './scopes/reviewed';
import { scopedTables, unscopedTables } from './scopes/tables';
import { createdTables, statements } from './scopes/statements';

/**
 * Z2 by construction: SQL over a table that belongs to somebody carries a condition of `ScopeFilter`, or stands in the
 * reviewed list with its reason. The list is by method, so that a new statement beside an old one is not covered by it.
 */
describe('Z2: scopes in repositories', () => {
  const found = statements(new Set(Object.keys(scopedTables)));
  const bare = found.filter((statement) => !statement.filtered);

  it('reads statements at all', () => {
    expect(found.length).toBeGreaterThan(80);
    expect(found.filter(({ filtered }) => filtered).length).toBeGreaterThan(25);
  });

  it('knows of every table whose rows it holds', () => {
    const known = [...Object.keys(scopedTables), ...Object.keys(unscopedTables)];
    expect(createdTables().filter((table) => !known.includes(table))).toEqual([]);
    expect(known.filter((table) => !createdTables().includes(table))).toEqual([]);
    expect(known.filter((table, index) => known.indexOf(table) !== index)).toEqual([]);
  });

  const wholeClass = (where: string): string => `${where.split('.')[0]}.*`;

  it('filters every statement over a scoped table, or says why not', () => {
    const unexplained = bare.filter(({ where }) => !(where in unfiltered) && !(wholeClass(where) in unfiltered));
    expect(unexplained.map(({ where, tables }) => `${where}: ${tables.join(', ')}`)).toEqual([]);
  });

  it('explains nothing that is filtered or gone', () => {
    const needed = new Set(bare.flatMap(({ where }) => [where, wholeClass(where)]));
    expect(Object.keys(unfiltered).filter((where) => !needed.has(where))).toEqual([]);
    const mixed = found.filter(({ where, filtered }) => filtered && wholeClass(where) in unfiltered);
    expect(mixed.map(({ where }) => where)).toEqual([]);
  });
});
