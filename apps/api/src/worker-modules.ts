import { type Type } from '@nestjs/common';
import { BillingWorkerModule } from '@app/billing';
import { MikrotikWorkerModule } from '@app/mikrotik';
import { PaymentsWorkerModule } from '@app/payments';
import { WorkerRuntimeModule } from '@app/platform';
import { PppoeWorkerModule } from '@app/pppoe';

/** What makes the API process a worker as well (`PROCESS_ROLES=api,worker`). */
export const WORKER_MODULES: readonly Type[] = [
  WorkerRuntimeModule,
  MikrotikWorkerModule,
  BillingWorkerModule,
  PaymentsWorkerModule,
  PppoeWorkerModule,
];
