import { Module } from '@nestjs/common';
import { PppProfilesController } from './http/ppp-profiles.controller';
import { PppoeAccountsController } from './http/pppoe-accounts.controller';
import { PppoeModule } from './pppoe.module';

/** The routes of PPPoE. */
@Module({ imports: [PppoeModule], controllers: [PppoeAccountsController, PppProfilesController] })
export class PppoeHttpModule {}
