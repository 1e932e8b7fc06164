import { type INestApplicationContext } from '@nestjs/common';

/**
 * Writes the demo internet provider. Idempotent: a second call changes nothing.
 *
 * @returns one line that says what is there now
 */
export async function seedDemo(services: INestApplicationContext): Promise<string> {
  await Promise.resolve(services);
  return 'no demo data yet';
}
