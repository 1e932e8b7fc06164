import { Injectable } from '@nestjs/common';
import { uuidv7 } from '@app/core';
import { Database, ScopeFilter } from '@app/platform';
import { type ChangePolicy, type PlanTerms, type ProfileTerms, type QuotaAction } from '../domain/profile-terms';

/** What is said of the profiles of a plan, on every router or on one. */
export interface ProfileSettings {
  id: string;
  planId: string;
  planCode: string;
  /** Null: on every router that says nothing else. */
  routerId: string | null;
  /** A pool of ours that the router gives addresses out of. */
  poolId: string | null;
  terms: ProfileTerms;
  changePolicy: ChangePolicy;
  quotaAction: QuotaAction;
  version: number;
  updatedAt: Date;
}

export type ProfileSettingsEdit = Pick<ProfileSettings, 'poolId' | 'terms' | 'changePolicy' | 'quotaAction'>;

const COLUMNS = `t.id, t.plan_id as "planId", p.code as "planCode", t.router_id as "routerId", t.pool_id as "poolId", t.terms,
  t.change_policy as "changePolicy", t.quota_action as "quotaAction", t.version, t.updated_at as "updatedAt"`;

@Injectable()
export class ProfileSettingsRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  /** The plans' terms as they are on one router; one statement for any number of plans. */
  async termsOf(routerId: string, planIds: readonly string[]): Promise<PlanTerms[]> {
    return this.database.query<PlanTerms>(
      `select p.id as "planId",
              case when p.burst_seconds is not null then jsonb_build_object('downloadKbps', p.burst_download_kbps,
                'uploadKbps', p.burst_upload_kbps, 'thresholdDownloadKbps', p.burst_threshold_download_kbps,
                'thresholdUploadKbps', p.burst_threshold_upload_kbps, 'seconds', p.burst_seconds) end as burst,
              coalesce((select jsonb_agg(jsonb_build_object('stepNo', f.step_no, 'downloadKbps', f.download_kbps,
                          'uploadKbps', f.upload_kbps) order by f.step_no)
                 from plan_fair_use_steps f where f.plan_id = p.id), '[]') as steps,
              coalesce(general.terms, '{}') || coalesce(own.terms, '{}') as terms,
              (select '${POOL_PREFIX}' || o.name from ip_pools o where o.id = own.pool_id) as "poolName",
              coalesce(general.once_set, '{}') || coalesce(own.once_set, '{}') as "onceSet"
         from plans p
         left join pppoe_profile_settings general on general.plan_id = p.id and general.router_id is null
         left join pppoe_profile_settings own on own.plan_id = p.id and own.router_id = $1
        where p.id = any ($2::uuid[])`,
      [routerId, planIds],
    );
  }

  /** General ones and those of routers within the caller's scope. */
  async list(planId: string): Promise<ProfileSettings[]> {
    const parameters: unknown[] = [planId];
    const mine = this.scope.sharedOrGeneral('p.site_id').into(parameters);
    const routers = this.scope.site('r.site_id').into(parameters);
    return this.database.query<ProfileSettings>(
      `select ${COLUMNS} from pppoe_profile_settings t join plans p on p.id = t.plan_id
         left join routers r on r.id = t.router_id
        where t.plan_id = $1 and ${mine} and (t.router_id is null or ${routers})
        order by t.router_id nulls first`,
      parameters,
    );
  }

  /** Of a plan that the caller may change, with its code; undefined for any other. */
  async writablePlan(planId: string): Promise<{ code: string; siteId: string | null } | undefined> {
    const parameters: unknown[] = [planId];
    const mine = this.scope.sharedOrGeneral('p.site_id').into(parameters);
    return this.database.queryOne(
      `select p.code, p.site_id as "siteId" from plans p where p.id = $1 and ${mine}`,
      parameters,
    );
  }

  /**
   * @param version 0 for settings that are new
   * @returns false for a stale version
   */
  async save(
    { planId, routerId }: Pick<ProfileSettings, 'planId' | 'routerId'>,
    version: number,
    edit: ProfileSettingsEdit,
    attributes: readonly string[],
  ): Promise<boolean> {
    const { affected } = await this.database.execute(
      `insert into pppoe_profile_settings as t (id, plan_id, router_id, pool_id, terms, change_policy, quota_action, once_set)
       select $1, $2, $3, $5, $6::jsonb, $7, $8, $9::text[] where $4::int = 0 or exists (
         select from pppoe_profile_settings x where x.plan_id = $2 and x.router_id is not distinct from $3::uuid)
       on conflict (plan_id, router_id) do update
          set pool_id = excluded.pool_id, terms = excluded.terms, change_policy = excluded.change_policy,
              quota_action = excluded.quota_action, version = t.version + 1, updated_at = now(),
              once_set = array(select distinct unnest(t.once_set || excluded.once_set) order by 1)
        where t.version = $4`,
      [
        ...[uuidv7(), planId, routerId, version, edit.poolId, JSON.stringify(edit.terms)],
        ...[edit.changePolicy, edit.quotaAction, attributes],
      ],
    );
    return affected === 1;
  }
}

/** Names of our pools on routers begin so: pools have no comment to be known by on every version. */
export const POOL_PREFIX = 'lg-';
