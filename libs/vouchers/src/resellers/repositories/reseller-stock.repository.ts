import { Injectable } from '@nestjs/common';
import { Database, ScopeFilter } from '@app/platform';

/** Unsold vouchers of resellers in the actor's scope. */
@Injectable()
export class ResellerStockRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  /** The oldest one that can be sold, held until the transaction ends; those who sell at the same time get others. */
  async holdNext(resellerId: string, profileId: string): Promise<string | undefined> {
    const parameters: unknown[] = [resellerId, profileId];
    const mine = this.scope.ofReseller('v.reseller_id', 'v.site_id').into(parameters);
    const row = await this.database.queryOne<{ code: string }>(
      `select v.code from vouchers v
        where v.reseller_id = $1 and v.profile_id = $2 and v.state = 'AVAILABLE'
          and (v.valid_until is null or v.valid_until > app_now()) and ${mine}
          and exists (select from voucher_batches b where b.id = v.batch_id and b.state = 'READY')
        order by v.id limit 1 for update of v skip locked`,
      parameters,
    );
    return row?.code;
  }
}
