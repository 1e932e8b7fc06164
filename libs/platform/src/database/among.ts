/**
 * SQL: `= any ($1::uuid[])`, or, for a single id, a comparison with it. Of a list, even of one, PostgreSQL makes a new plan
 * every time, which takes longer than the answer; the plan of a comparison is kept (see `HOT`).
 *
 * @param parameter placeholder of the list
 */
export const among = (ids: readonly unknown[], parameter = '$1'): string =>
  ids.length === 1 ? `= (${parameter}::uuid[])[1]` : `= any (${parameter}::uuid[])`;
