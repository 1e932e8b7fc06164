import { Injectable } from '@nestjs/common';
import { Database, type ScopeCondition, ScopeFilter } from '@app/platform';
import { type ResellerPrice } from '../domain/wallet';

const FROM = `select p.id as "profileId", p.code as "profileCode", p.name as "profileName", x.cost_amount as "costAmount",
  x.price_amount as "priceAmount", x.currency
  from reseller_prices x join hotspot_profiles p on p.id = x.profile_id join resellers r on r.id = x.reseller_id`;

/** Price lists of resellers in the actor's scope. */
@Injectable()
export class ResellerPriceRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  async list(resellerId: string): Promise<ResellerPrice[]> {
    const parameters: unknown[] = [resellerId];
    const mine = this.mine().into(parameters);
    return this.database.query(
      `${FROM} where x.reseller_id = $1 and p.status = 'ACTIVE' and ${mine} order by p.name, p.id limit 500`,
      parameters,
    );
  }

  async find(resellerId: string, profileId: string): Promise<ResellerPrice | undefined> {
    const parameters: unknown[] = [resellerId, profileId];
    const mine = this.mine().into(parameters);
    return this.database.queryOne(`${FROM} where x.reseller_id = $1 and x.profile_id = $2 and ${mine}`, parameters);
  }

  /** The caller has seen that reseller and package are of one site in his scope. */
  async put(resellerId: string, profileId: string, costAmount: bigint, priceAmount: bigint): Promise<void> {
    await this.database.execute(
      `insert into reseller_prices (reseller_id, profile_id, cost_amount, price_amount, currency)
       select $1, p.id, $3, $4, p.currency from hotspot_profiles p where p.id = $2
       on conflict (reseller_id, profile_id)
         do update set cost_amount = excluded.cost_amount, price_amount = excluded.price_amount, updated_at = now()`,
      [resellerId, profileId, costAmount, priceAmount],
    );
  }

  async remove(resellerId: string, profileId: string): Promise<boolean> {
    const parameters: unknown[] = [resellerId, profileId];
    const mine = this.mine().into(parameters);
    const rows = await this.database.query(
      `delete from reseller_prices x using resellers r
        where r.id = x.reseller_id and x.reseller_id = $1 and x.profile_id = $2 and ${mine} returning 1`,
      parameters,
    );
    return rows.length === 1;
  }

  private mine(): ScopeCondition {
    return this.scope.resellerRow('r');
  }
}
