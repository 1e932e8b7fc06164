import { Injectable } from '@nestjs/common';
import { Database, ScopeFilter } from '@app/platform';

/** An adopted account that keeps a profile of the operator's. */
export interface KeptAccount {
  id: string;
  username: string;
  profile: string;
  planCode: string;
}

/** Which accounts keep profiles, of the caller's customers. */
@Injectable()
export class KeptProfilesRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  async find(routerId: string, profile: string | undefined): Promise<KeptAccount[]> {
    const parameters: unknown[] = [routerId, profile ?? null];
    const mine = this.scope.customer('s.customer_id', 'a.site_id').into(parameters);
    return this.database.query(
      `select a.id, a.username, a.kept_profile as profile, p.code as "planCode"
         from pppoe_accounts a join subscriptions s on s.id = a.subscription_id join plans p on p.id = s.plan_id
        where a.router_id = $1 and a.kept_profile is not null and ($2::text is null or a.kept_profile = $2) and ${mine}
        order by a.username`,
      parameters,
    );
  }

  /** They take their plans' own profiles from now on. */
  async release(ids: readonly string[]): Promise<void> {
    const parameters: unknown[] = [ids];
    const mine = this.scope.site('a.site_id').into(parameters);
    await this.database.execute(
      `update pppoe_accounts a
          set kept_profile = null, kept_terms = null, version = version + 1, updated_at = now()
        where a.id = any ($1::uuid[]) and ${mine}`,
      parameters,
    );
  }
}
