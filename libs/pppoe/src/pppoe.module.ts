import { Module } from '@nestjs/common';
import { BillingModule } from '@app/billing';
import { MikrotikModule } from '@app/mikrotik';
import { PppoeLoadContributor } from './contributors/pppoe-load.contributor';
import { PppProfileContributor } from './contributors/ppp-profile.contributor';
import { PppSecretContributor } from './contributors/ppp-secret.contributor';
import { PlacementRepository } from './repositories/placement.repository';
import { PppoeAccountRepository } from './repositories/pppoe-account.repository';
import { RouterAccountsRepository } from './repositories/router-accounts.repository';
import { ChooseRoutersService } from './services/choose-routers.service';
import { CreateAccountsService } from './services/create-accounts.service';
import { PppoeAccountsService } from './services/pppoe-accounts.service';
import { PppoePersonalData } from './services/pppoe.personal-data';
import { SecretSyncService } from './services/secret-sync.service';
import { SessionsService } from './services/sessions.service';
import { WantedProfilesService } from './services/wanted-profiles.service';

const repositories = [PlacementRepository, PppoeAccountRepository, RouterAccountsRepository];
const services = [
  ChooseRoutersService,
  CreateAccountsService,
  PppoeAccountsService,
  SecretSyncService,
  SessionsService,
  WantedProfilesService,
];
const contributors = [PppProfileContributor, PppSecretContributor, PppoeLoadContributor, PppoePersonalData];

/** PPPoE accounts, and what they want on the routers. */
@Module({
  imports: [BillingModule, MikrotikModule],
  providers: [...repositories, ...services, ...contributors],
  exports: [...services, PppoeAccountRepository],
})
export class PppoeModule {}
