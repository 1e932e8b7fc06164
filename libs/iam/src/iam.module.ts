import { Module } from '@nestjs/common';
import { SitesModule } from './sites.module';

/** Users, roles, sign-ins and sites. */
@Module({ imports: [SitesModule], exports: [SitesModule] })
export class IamModule {}
