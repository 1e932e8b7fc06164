import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * `app_now()` may bound a search in an index, and prunes partitions: of a volatile function PostgreSQL asks anew at every row
 * of the table. It still tells the time of each evaluation, so what is read after a lock was waited for is later than the wait.
 */
export class StableClock1764000000050 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter function app_now() stable`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter function app_now() volatile`);
  }
}
