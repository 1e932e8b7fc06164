import { Injectable } from '@nestjs/common';
import { uuidv7 } from '@app/core';
import { Database } from '@app/platform';
import { type PolicyPatch } from '../domain/policies/billing-policies';

/** What one level decided; `siteId` null: for every site. */
export interface PolicyRow {
  siteId: string | null;
  policies: PolicyPatch;
  version: number;
}

const COLUMNS = 'site_id as "siteId", policies, version';

/** The decided policies: one row per site, and one for the whole ISP. */
@Injectable()
export class BillingPolicyRepository {
  constructor(private readonly database: Database) {}

  /** The rows that count for a site: that of the ISP first, then its own. */
  async levels(siteId: string | null): Promise<PolicyRow[]> {
    return this.database.query(
      `select ${COLUMNS} from billing_policies where site_id is null or site_id = $1 order by site_id nulls first`,
      [siteId],
    );
  }

  /** Undefined when `version` is not the stored one (0: there is none yet). */
  async put(siteId: string | null, version: number, policies: PolicyPatch): Promise<PolicyRow | undefined> {
    return this.database.queryOne(
      version === 0
        ? `insert into billing_policies (id, site_id, policies) values ($1, $2, $3)
           on conflict (site_id) do nothing returning ${COLUMNS}`
        : `update billing_policies set policies = $3, version = version + 1, updated_at = now()
            where site_id is not distinct from $2 and version = $4 and $1::uuid is not null returning ${COLUMNS}`,
      [uuidv7(), siteId, policies, ...(version === 0 ? [] : [version])],
    );
  }
}
