import { Module } from '@nestjs/common';
import { PppProfilesController } from './http/ppp-profiles.controller';
import { PppoeAccountsController } from './http/pppoe-accounts.controller';
import { PppoeSessionsController } from './http/pppoe-sessions.controller';
import { RouterImportsController } from './import/http/router-imports.controller';
import { PppoeImportModule } from './import/pppoe-import.module';
import { PppoeModule } from './pppoe.module';

/** The routes of PPPoE. */
@Module({
  imports: [PppoeImportModule, PppoeModule],
  controllers: [PppoeAccountsController, PppoeSessionsController, PppProfilesController, RouterImportsController],
})
export class PppoeHttpModule {}
