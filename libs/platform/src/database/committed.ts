import { type QueryRunner } from 'typeorm';

/** Tells TypeORM's runner, which is about to commit, that PostgreSQL has done so already: its next statement is left out. */
export function hasCommitted(runner: QueryRunner): void {
  Object.defineProperty(runner, 'query', {
    configurable: true,
    value: async (sql: string): Promise<void> => {
      Reflect.deleteProperty(runner, 'query');
      if (sql !== 'COMMIT') throw new Error(`a statement came after the commit: ${sql.slice(0, 100)}`);
      return Promise.resolve();
    },
  });
}
