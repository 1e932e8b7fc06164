import { Module } from '@nestjs/common';
import { IpAssignmentsController, IpPoolsController } from './http/ip-pools.controller';
import { NumberingController } from './http/numbering.controller';
import { PppProfilesController } from './http/ppp-profiles.controller';
import { ProfileSettingsController } from './http/profile-settings.controller';
import { PppoeAccountsController } from './http/pppoe-accounts.controller';
import { PppoeSessionsController } from './http/pppoe-sessions.controller';
import { RouterImportsController } from './import/http/router-imports.controller';
import { PppoeImportModule } from './import/pppoe-import.module';
import { LiveSessionsController, UsageController } from './usage/http/usage.controller';
import { IsolirPageModule } from './isolir-page/isolir-page.module';
import { PppoeModule } from './pppoe.module';
import { StaticLinesController } from './static/http/static-lines.controller';

/** The routes of PPPoE. */
@Module({
  imports: [IsolirPageModule, PppoeImportModule, PppoeModule],
  controllers: [
    IpAssignmentsController,
    IpPoolsController,
    LiveSessionsController,
    NumberingController,
    PppoeAccountsController,
    PppoeSessionsController,
    PppProfilesController,
    ProfileSettingsController,
    RouterImportsController,
    StaticLinesController,
    UsageController,
  ],
})
export class PppoeHttpModule {}
