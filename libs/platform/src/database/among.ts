/**
 * SQL: `= any ($1::uuid[])`, or, for a single id, a comparison with it: the kept plan of a `HOT` statement is then made for
 * one row, not for the ten that PostgreSQL expects of a list.
 *
 * @param parameter placeholder of the list
 * @param type of its items
 */
export const among = (ids: readonly unknown[], parameter = '$1', type: 'uuid' | 'text' = 'uuid'): string =>
  ids.length === 1 ? `= (${parameter}::${type}[])[1]` : `= any (${parameter}::${type}[])`;
