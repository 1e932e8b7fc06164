import { Injectable } from '@nestjs/common';
import { among, Database, HOT } from '@app/platform';
import { type AccountOnRouter, type PlanRates } from './desired-account';

/** A router on which an account is wanted, and the profile that it needs there. */
export interface AccountPlace {
  subscriptionId: string;
  routerId: string;
  username: string;
  profile: string;
}

/** Its own router, or every hotspot router of its site. */
const PLACES = `hotspot_accounts a join subscriptions s on s.id = a.subscription_id join plans p on p.id = s.plan_id
  join hotspot_routers h on h.site_id = a.site_id and (a.router_id is null or a.router_id = h.router_id)
  left join hotspot_profiles k on k.plan_id = p.id and k.site_id = a.site_id and k.status = 'ACTIVE'`;

/** As `hotspotProfileName` and `planProfileName` say. */
const PROFILE = `coalesce('lg-' || k.code, 'lg-~' || p.code)`;
const PLACE = `a.subscription_id as "subscriptionId", h.router_id as "routerId", a.username, ${PROFILE} as profile`;

type StoredAccount = Omit<AccountOnRouter, 'password'> & { id: string; passwordSealed: string };

/** Hotspot accounts as the worker sees them: of every site, one statement each. */
@Injectable()
export class AccountPlacesRepository {
  constructor(private readonly database: Database) {}

  async ofRouter(routerId: string, usernames: readonly string[] | 'all'): Promise<StoredAccount[]> {
    return this.database.query<StoredAccount>(
      `select a.id, a.password_sealed as "passwordSealed", a.mac_address as "macAddress", ${PLACE} from ${PLACES}
        where h.router_id = $1 and ($2::text[] is null or a.username = any ($2)) order by a.id`,
      [routerId, usernames === 'all' ? null : usernames],
      HOT,
    );
  }

  /** Plans of the accounts of a router that have no package at its site. */
  async plansWithoutPackage(routerId: string): Promise<PlanRates[]> {
    return this.database.query<PlanRates>(
      `select distinct p.id as "planId", p.code as "planCode", p.download_kbps as "downloadKbps",
              p.upload_kbps as "uploadKbps" from ${PLACES} where h.router_id = $1 and k.id is null`,
      [routerId],
    );
  }

  async placesOf(subscriptionIds: readonly string[]): Promise<AccountPlace[]> {
    return this.database.query<AccountPlace>(
      `select ${PLACE} from ${PLACES} where a.subscription_id ${among(subscriptionIds)} order by a.id, h.router_id`,
      [subscriptionIds],
      HOT,
    );
  }

  async placesOfPlans(planIds: readonly string[]): Promise<AccountPlace[]> {
    return this.database.query<AccountPlace>(
      `select ${PLACE} from ${PLACES} where p.id = any ($1::uuid[]) order by a.id, h.router_id`,
      [planIds],
    );
  }

  /** Are there accounts that may be, or may have been, on this router? */
  async concerns(routerId: string): Promise<boolean> {
    const row = await this.database.queryOne<{ found: boolean }>(
      `select exists (select from hotspot_accounts a join routers r on r.site_id = a.site_id where r.id = $1) as found`,
      [routerId],
    );
    return row?.found ?? false;
  }
}
