import { type Database, sqlStateOf } from '@app/platform';
import { eventually } from './worker-app';

const DEADLOCK = '40P01';

/** Empties tables beside workers that are at work: they lock in an order of their own, so whoever deadlocks tries again. */
export async function emptyTables(database: Database, ...tables: readonly string[]): Promise<void> {
  await eventually(async () => {
    try {
      await database.execute(`truncate ${tables.join(', ')} cascade`);
      return true;
    } catch (error) {
      if (sqlStateOf(error) === DEADLOCK) return false;
      throw error;
    }
  });
}
