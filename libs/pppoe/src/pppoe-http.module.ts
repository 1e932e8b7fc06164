import { Module } from '@nestjs/common';
import { PppProfilesController } from './http/ppp-profiles.controller';
import { PppoeAccountsController } from './http/pppoe-accounts.controller';
import { PppoeSessionsController } from './http/pppoe-sessions.controller';
import { PppoeModule } from './pppoe.module';

/** The routes of PPPoE. */
@Module({
  imports: [PppoeModule],
  controllers: [PppoeAccountsController, PppoeSessionsController, PppProfilesController],
})
export class PppoeHttpModule {}
