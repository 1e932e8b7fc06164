import { HotspotAccountsController } from './hotspot-accounts.controller';

/** Routes of hotspot accounts, live views, bindings and login pages. */
export const HOTSPOT_CONTROLLERS = [HotspotAccountsController];
