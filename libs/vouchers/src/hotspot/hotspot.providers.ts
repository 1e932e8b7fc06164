import { AccountPlacesRepository } from './account-places.repository';
import { AccountSync } from './account-sync.service';
import { AccountProfileContributor, AccountUserContributor } from './account.contributors';
import { SyncHotspotOnAccessHandler } from './handlers/sync-hotspot-on-access.handler';
import { SyncHotspotOnPlanHandler } from './handlers/sync-hotspot-on-plan.handler';
import { SyncHotspotOnSubscriptionHandler } from './handlers/sync-hotspot-on-subscription.handler';
import { HotspotAccountRepository } from './hotspot-account.repository';
import { HotspotAccountsPersonalData } from './hotspot-accounts.personal-data';
import { HotspotAccounts } from './hotspot-accounts.service';

/** Hotspot accounts of subscriptions, live views, bindings and login pages, for every process. */
export const HOTSPOT_PROVIDERS = [
  ...[AccountPlacesRepository, HotspotAccountRepository, AccountSync, HotspotAccounts, HotspotAccountsPersonalData],
  ...[AccountUserContributor, AccountProfileContributor],
];

/** What the worker does for hotspot accounts. */
export const HOTSPOT_HANDLERS = [
  SyncHotspotOnAccessHandler,
  SyncHotspotOnSubscriptionHandler,
  SyncHotspotOnPlanHandler,
];
