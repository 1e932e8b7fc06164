import { Injectable } from '@nestjs/common';
import { CurrentActor, ScopeCondition, ScopeFilter } from '@app/platform';

/** Who sees what of collectors: the people of a site all of its collectors, a collector himself. */
@Injectable()
export class CollectorScope {
  constructor(
    private readonly filter: ScopeFilter,
    private readonly actor: CurrentActor,
  ) {}

  /** Rows of `collectors` under this alias. */
  collector(alias: string): ScopeCondition {
    const site = this.filter.site(`${alias}.site_id`);
    if (site.sql === 'true') return site;
    const sql = `(${site.sql} or ${alias}.user_id::text = $?)`;
    return ScopeCondition.all([{ sql, parameters: [...site.parameters, this.actor.get().id] }]);
  }

  /**
   * Rows of `cash_desks` under this alias: those of a site. The general one is for who sees every site, and for everybody
   * while there is only one.
   */
  desk(alias: string): ScopeCondition {
    const site = this.filter.site(`${alias}.site_id`);
    if (site.parameters.length === 0) return site;
    return ScopeCondition.all([{ sql: `(${site.sql} or ${general(alias)})`, parameters: site.parameters }]);
  }

  /** Rows of `cash_closings` under this alias: those of the site, and the cashier's own. */
  closing(alias: string): ScopeCondition {
    const site = this.filter.site(`${alias}.site_id`);
    if (site.sql === 'true') return site;
    const shared = site.parameters.length === 0 ? site.sql : `${site.sql} or ${general(alias)}`;
    const sql = `(${shared} or ${alias}.cashier_id::text = $?)`;
    return ScopeCondition.all([{ sql, parameters: [...site.parameters, this.actor.get().id] }]);
  }
}

const general = (alias: string): string => `(${alias}.site_id is null and (select count(*) from sites) = 1)`;
