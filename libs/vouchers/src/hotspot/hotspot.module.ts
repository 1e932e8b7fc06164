import { Module } from '@nestjs/common';
import { BillingModule } from '@app/billing';
import { SitesModule } from '@app/iam';
import { MikrotikModule } from '@app/mikrotik';
import { LoginNames } from '../repositories/login-names.repository';
import { AccountPlacesRepository } from './account-places.repository';
import { AccountSync } from './account-sync.service';
import { AccountProfileContributor, AccountUserContributor } from './account.contributors';
import { HotspotBindingContributor } from './binding.contributor';
import { HotspotAccountRepository } from './hotspot-account.repository';
import { HotspotAccountsPersonalData } from './hotspot-accounts.personal-data';
import { HotspotAccounts } from './hotspot-accounts.service';
import { HotspotBindingRepository } from './hotspot-binding.repository';
import { HotspotBindings } from './hotspot-bindings.service';
import { HotspotLoadContributor } from './hotspot-load.contributor';
import { HotspotLive } from './hotspot-live.service';
import { LoginPagesRepository } from './login-pages/login-pages.repository';
import { LoginPages } from './login-pages/login-pages.service';

const services = [AccountSync, HotspotAccounts, HotspotBindings, HotspotLive, LoginPages];

/** Hotspot accounts of subscriptions, live views and bindings of devices. */
@Module({
  imports: [BillingModule, MikrotikModule, SitesModule],
  providers: [
    ...services,
    ...[AccountPlacesRepository, HotspotAccountRepository, HotspotBindingRepository, HotspotAccountsPersonalData],
    ...[LoginNames, LoginPagesRepository],
    ...[AccountUserContributor, AccountProfileContributor, HotspotBindingContributor, HotspotLoadContributor],
  ],
  exports: services,
})
export class HotspotModule {}
