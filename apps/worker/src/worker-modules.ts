import { type Type } from '@nestjs/common';
import { BillingWorkerModule } from '@app/billing';
import { IamWorkerModule } from '@app/iam';
import { MikrotikWorkerModule } from '@app/mikrotik';
import { PaymentsWorkerModule } from '@app/payments';
import { WorkerRuntimeModule } from '@app/platform';
import { PppoeWorkerModule } from '@app/pppoe';
import { VouchersWorkerModule } from '@app/vouchers';

/** What makes a process a worker: the runtime, and every lib's jobs and event handlers. */
export const WORKER_MODULES: readonly Type[] = [
  WorkerRuntimeModule,
  IamWorkerModule,
  MikrotikWorkerModule,
  BillingWorkerModule,
  PaymentsWorkerModule,
  PppoeWorkerModule,
  VouchersWorkerModule,
];
