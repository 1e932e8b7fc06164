import { Module } from '@nestjs/common';
import { BillingModule } from '@app/billing';
import { MikrotikModule } from '@app/mikrotik';
import { SitesModule } from '@app/iam';
import { IpPoolContributor } from './contributors/ip-pool.contributor';
import { PppoeLoadContributor } from './contributors/pppoe-load.contributor';
import { PppProfileContributor } from './contributors/ppp-profile.contributor';
import { PppSecretContributor } from './contributors/ppp-secret.contributor';
import { AccountStateRepository } from './repositories/account-state.repository';
import { BatchCandidateRepository } from './repositories/batch-candidate.repository';
import { IpAssignmentRepository } from './repositories/ip-assignment.repository';
import { IpPoolRepository } from './repositories/ip-pool.repository';
import { NumberingRepository } from './repositories/numbering.repository';
import { PlacementRepository } from './repositories/placement.repository';
import { PppoeAccountRepository } from './repositories/pppoe-account.repository';
import { ProfileSettingsRepository } from './repositories/profile-settings.repository';
import { ProfileUsersRepository } from './repositories/profile-users.repository';
import { RouterAccountsRepository } from './repositories/router-accounts.repository';
import { AccountBatches } from './services/account-batches.service';
import { AccountWriter } from './services/account-writer.service';
import { AddressAllotment } from './services/address-allotment.service';
import { ChooseRoutersService } from './services/choose-routers.service';
import { CreateAccountsService } from './services/create-accounts.service';
import { IpPools } from './services/ip-pools.service';
import { NumberingService } from './services/numbering.service';
import { PppoeAccountsService } from './services/pppoe-accounts.service';
import { PppoePersonalData } from './services/pppoe.personal-data';
import { ProfileSettingsService } from './services/profile-settings.service';
import { SecretSyncService } from './services/secret-sync.service';
import { SessionsService } from './services/sessions.service';
import { WantedProfilesService } from './services/wanted-profiles.service';
import { STATIC_PROVIDERS } from './static/static.providers';
import { LineSync } from './static/line-sync.service';
import { StaticLines } from './static/static-lines.service';
import { LiveSessionRepository } from './usage/live-session.repository';
import { PollRecorder } from './usage/poll-recorder';
import { PollRepository } from './usage/poll.repository';
import { PollRounds } from './usage/poll-rounds';
import { SessionHistoryRepository } from './usage/session-history.repository';
import { SessionPoll } from './usage/session-poll.service';
import { UsageKeepingRepository } from './usage/usage-keeping.repository';
import { UsageLimitRepository } from './usage/usage-limits.repository';
import { UsageLimits } from './usage/usage-limits.service';
import { UsageSeriesRepository } from './usage/usage-series.repository';
import { UsageViews } from './usage/usage-views.service';

const repositories = [
  AccountStateRepository,
  BatchCandidateRepository,
  IpAssignmentRepository,
  IpPoolRepository,
  LiveSessionRepository,
  NumberingRepository,
  PlacementRepository,
  PollRepository,
  PppoeAccountRepository,
  ProfileSettingsRepository,
  ProfileUsersRepository,
  RouterAccountsRepository,
  SessionHistoryRepository,
  UsageKeepingRepository,
  UsageLimitRepository,
  UsageSeriesRepository,
];
const services = [
  AccountBatches,
  AccountWriter,
  AddressAllotment,
  ChooseRoutersService,
  CreateAccountsService,
  IpPools,
  NumberingService,
  PppoeAccountsService,
  PollRecorder,
  PollRounds,
  ProfileSettingsService,
  SecretSyncService,
  SessionPoll,
  SessionsService,
  UsageLimits,
  UsageViews,
  WantedProfilesService,
];
const contributors = [
  IpPoolContributor,
  PppProfileContributor,
  PppSecretContributor,
  PppoeLoadContributor,
  PppoePersonalData,
];

/** PPPoE accounts, and what they want on the routers. */
@Module({
  imports: [BillingModule, MikrotikModule, SitesModule],
  providers: [...repositories, ...services, ...contributors, ...STATIC_PROVIDERS],
  exports: [...services, StaticLines, LineSync, PppoeAccountRepository, UsageKeepingRepository],
})
export class PppoeModule {}
