/**
 * `Promise.all` for statements of one transaction: prepared ones among them travel in one round trip, in this order. It waits
 * for the end of all of them even if one fails, so that none comes after the rollback.
 *
 * @throws what failed first
 */
export async function together<T extends readonly unknown[]>(
  work: readonly [...T],
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  const failures: unknown[] = [];
  const note = (error: unknown): void => {
    failures.push(error);
  };
  const ends = await Promise.all(work.map(async (one) => Promise.resolve(one).catch(note)));
  if (failures.length > 0) throw failures[0];
  return ends as { -readonly [K in keyof T]: Awaited<T[K]> };
}
