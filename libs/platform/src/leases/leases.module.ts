import { Global, Module } from '@nestjs/common';
import { Leases } from './leases';
import { PgLeases } from './pg-leases';

/** {@link Leases} for every module of the process. */
@Global()
@Module({ providers: [{ provide: Leases, useClass: PgLeases }], exports: [Leases] })
export class LeasesModule {}
