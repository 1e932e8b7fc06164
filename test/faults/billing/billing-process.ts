import 'reflect-metadata';
import { type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { BillingConfig, BillingModule, BillingRunService } from '@app/billing';
import { PlatformModule } from '@app/platform';

/** Everything is due on this local day, see `seedSql` of the bench. */
export const AS_OF = new Date('2025-11-01T00:05:00+07:00');

@Module({})
class BillingProcessModule {}

/** Billing alone, on the database of the environment. */
export async function bootBilling(name: string): Promise<INestApplicationContext> {
  const imports = [PlatformModule.forRoot(name, [BillingConfig]), BillingModule];
  return NestFactory.createApplicationContext({ module: BillingProcessModule, imports }, { logger: false });
}

/** The child that is killed: says when it begins, then runs. */
async function main(): Promise<void> {
  const app = await bootBilling('billing-child');
  process.send?.('running');
  await app.get(BillingRunService).run({ asOf: AS_OF, trigger: 'SCHEDULE', requestedBy: 'child' });
  await app.close();
}

if (require.main === module) {
  main().catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exitCode = 1;
  });
}
