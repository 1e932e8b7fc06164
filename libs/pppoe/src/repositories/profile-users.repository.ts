import { Injectable } from '@nestjs/common';
import { Database } from '@app/platform';
import { PLAN_PROFILE_PREFIX } from '../domain/desired-profile';
import { SETTINGS, settingsJoin } from './profile-settings.sql';

/** As `profileFor` decides, for who is on a profile of ours and not isolated. */
const PROFILE = `'${PLAN_PROFILE_PREFIX}' || plans.code || coalesce('~' || nullif(limits.step_no, 0), '')`;
const KEEPS = `p.router_id = p.home_router_id and a.kept_profile is not null and coalesce(limits.step_no, 0) = 0
  and a.kept_terms = s.plan_id::text || ' ' || plans.upload_kbps || '/' || plans.download_kbps`;

/** Who is on which profile of ours, of every site. */
@Injectable()
export class ProfileUsersRepository {
  constructor(private readonly database: Database) {}

  /** Names on these profiles of a router whose sessions end when their plan changes. */
  async kicked(routerId: string, profiles: readonly string[]): Promise<string[]> {
    const rows = await this.database.query<{ username: string }>(
      `select p.username
         from pppoe_placements p join pppoe_accounts a on a.id = p.account_id
         join subscriptions s on s.id = a.subscription_id join plans on plans.id = s.plan_id
         join access_intents i on i.subscription_id = s.id and i.desired = 'ENABLED'
         ${settingsJoin('s.plan_id', 'p.router_id')}
        where p.router_id = $1 and ${PROFILE} = any ($2::text[]) and ${SETTINGS.changePolicy} = 'KICK'
          and not (coalesce(limits.quota_reached, false) and ${SETTINGS.quotaAction} = 'BLOCK')
          and (${KEEPS}) is not true`,
      [routerId, profiles],
    );
    return rows.map(({ username }) => username);
  }
}
