import { Injectable } from '@nestjs/common';
import { type Condition, condition } from '../database/keyset-list';
import { CurrentActor } from './actor';
import { type ActorScope, isNarrowed } from './actor-scope';
import { ScopeCondition } from './scope-condition';

/**
 * The one door through which repositories limit what they read and write to the scope of the running actor (billing.md
 * Z2). Every statement over a scoped table carries one of these conditions, or stands with its reason in the list of
 * `test/architecture/scopes.arch-spec.ts`. For an actor who sees everything they are `true`, without a parameter.
 *
 * Column names are SQL and must come from the code, never from input.
 */
@Injectable()
export class ScopeFilter {
  constructor(private readonly actor: CurrentActor) {}

  /**
   * What a site owns as a whole: routers, billing runs, prices to write. Whoever is limited further than to sites sees
   * none of it. A null in the column (all sites together) is for those who see every site.
   */
  site(siteColumn: string): ScopeCondition {
    const scope = this.scope();
    if (isNarrowed(scope)) return ScopeCondition.NOTHING;
    return ScopeCondition.all(sitePart(scope, siteColumn));
  }

  /** What a site shows to everybody who has to do with it: the site itself. */
  shared(siteColumn: string): ScopeCondition {
    return ScopeCondition.all(sitePart(this.scope(), siteColumn));
  }

  /** The same for things that may belong to all sites together, by a null in the column: plans on offer. */
  sharedOrGeneral(siteColumn: string): ScopeCondition {
    const { siteIds } = this.scope();
    if (siteIds === 'all') return ScopeCondition.all([]);
    return ScopeCondition.all([condition(`(${siteColumn} is null or ${siteColumn} = any ($?::uuid[]))`, siteIds)]);
  }

  /**
   * Rows that belong to a customer and know him and his site. Only an actor with areas or a reseller pays for a look at
   * the customer's row.
   */
  customer(customerColumn: string, siteColumn: string): ScopeCondition {
    const scope = this.scope();
    const parts = sitePart(scope, siteColumn);
    if (scope.customerId !== null) parts.push(condition(`${customerColumn} = $?::uuid`, scope.customerId));
    const narrower = [...areaPart(scope, 'scoped.area_id'), ...resellerPart(scope, 'scoped.reseller_id')];
    if (narrower.length > 0) {
      const { sql, parameters } = ScopeCondition.all(narrower);
      parts.push({
        sql: `exists (select from customers scoped where scoped.id = ${customerColumn} and ${sql})`,
        parameters,
      });
    }
    return ScopeCondition.all(parts);
  }

  /** Rows that know their customer but not his site; rows without a customer are for those who see everything. */
  customerOf(customerColumn: string): ScopeCondition {
    const { sql, parameters } = this.customerRow('scoped');
    if (parameters.length === 0) return ScopeCondition.all([]);
    const found = `exists (select from customers scoped where scoped.id = ${customerColumn} and ${sql})`;
    return ScopeCondition.all([{ sql: found, parameters }]);
  }

  /** Rows of the table `customers` itself, under this alias. */
  customerRow(alias: string): ScopeCondition {
    const scope = this.scope();
    return ScopeCondition.all([
      ...sitePart(scope, `${alias}.site_id`),
      ...areaPart(scope, `${alias}.area_id`),
      ...resellerPart(scope, `${alias}.reseller_id`),
      ...(scope.customerId === null ? [] : [condition(`${alias}.id = $?::uuid`, scope.customerId)]),
    ]);
  }

  /** Rows of `areas` under this alias: a collector's own; a reseller's site has areas to choose from; a customer has none. */
  areaRow(alias: string): ScopeCondition {
    const scope = this.scope();
    if (scope.customerId !== null) return ScopeCondition.NOTHING;
    return ScopeCondition.all([...sitePart(scope, `${alias}.site_id`), ...areaPart(scope, `${alias}.id`)]);
  }

  /** Rows of `resellers` under this alias: a reseller sees himself; collectors and customers see none. */
  resellerRow(alias: string): ScopeCondition {
    const scope = this.scope();
    if (scope.customerId !== null || scope.areaIds !== null) return ScopeCondition.NOTHING;
    return ScopeCondition.all([...sitePart(scope, `${alias}.site_id`), ...resellerPart(scope, `${alias}.id`)]);
  }

  /** Rows that know their site and, where they are a reseller's, him: vouchers. A reseller sees his own. */
  ofReseller(resellerColumn: string, siteColumn: string): ScopeCondition {
    const scope = this.scope();
    if (scope.customerId !== null || scope.areaIds !== null) return ScopeCondition.NOTHING;
    return ScopeCondition.all([...sitePart(scope, siteColumn), ...resellerPart(scope, resellerColumn)]);
  }

  /**
   * Rows of `users` under this alias: whoever may see no more than the actor himself. A reseller sees his staff and the
   * portal users of his customers, a collector those who work in no other areas than he, a customer himself.
   */
  userRow(alias: string): ScopeCondition {
    const scope = this.scope();
    const { siteIds, areaIds, resellerId } = scope;
    const parts: Condition[] = [];
    if (siteIds !== 'all') {
      const others = `exists (select from user_sites other where other.user_id = ${alias}.id and other.site_id <> all ($?::uuid[]))`;
      parts.push(condition(`not ${alias}.all_sites and not ${others}`, siteIds));
    }
    if (isNarrowed(scope)) {
      const among: Condition[] = [this.customerOf(`${alias}.customer_id`)];
      if (resellerId !== null) among.push(condition(`${alias}.reseller_id = $?::uuid`, resellerId));
      if (areaIds !== null && resellerId === null) {
        const others = `exists (select from user_areas other where other.user_id = ${alias}.id and other.area_id <> all ($?::uuid[]))`;
        among.push(condition(`(${alias}.area_limited and not ${others})`, areaIds));
      }
      const sql = among.map((part) => part.sql).join(' or ');
      parts.push({ sql: `(${sql})`, parameters: among.flatMap((part) => part.parameters) });
    }
    return ScopeCondition.all(parts);
  }

  private scope(): ActorScope {
    return this.actor.get().scope;
  }
}

const sitePart = ({ siteIds }: ActorScope, column: string): Condition[] =>
  siteIds === 'all' ? [] : [condition(`${column} = any ($?::uuid[])`, siteIds)];

const areaPart = ({ areaIds }: ActorScope, column: string): Condition[] =>
  areaIds === null ? [] : [condition(`${column} = any ($?::uuid[])`, areaIds)];

const resellerPart = ({ resellerId }: ActorScope, column: string): Condition[] =>
  resellerId === null ? [] : [condition(`${column} = $?::uuid`, resellerId)];
