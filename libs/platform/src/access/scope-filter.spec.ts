import { type Actor, type CurrentActor } from './actor';
import { type ActorScope, siteScope } from './actor-scope';
import { ScopeFilter } from './scope-filter';

const filterOf = (scope: Partial<ActorScope>): ScopeFilter =>
  new ScopeFilter({ get: () => ({ scope: { ...siteScope('all'), ...scope } }) as Actor } as CurrentActor);

describe('the filter of scopes', () => {
  const everywhere = filterOf({});
  const ofSites = filterOf({ siteIds: ['s'] });
  const collector = filterOf({ siteIds: ['s'], areaIds: ['a'] });
  const reseller = filterOf({ siteIds: ['s'], resellerId: 'b' });
  const portal = filterOf({ siteIds: ['s'], customerId: 'c' });
  const narrowed = [collector, reseller, portal];

  it('costs who sees everything nothing', () => {
    for (const part of [
      everywhere.site('x'),
      everywhere.shared('x'),
      everywhere.sharedOrGeneral('x'),
      everywhere.customer('x', 'y'),
      everywhere.customerOf('x'),
      everywhere.customerRow('c'),
      everywhere.areaRow('a'),
      everywhere.resellerRow('b'),
      everywhere.userRow('u'),
    ]) {
      expect([part.sql, part.parameters]).toEqual(['true', []]);
    }
  });

  it('does not look at the customer for sites alone', () => {
    expect(ofSites.customer('p.customer_id', 'p.site_id')).toMatchObject({
      sql: 'p.site_id = any ($?::uuid[])',
      parameters: [['s']],
    });
    expect(portal.customer('p.customer_id', 'p.site_id')).toMatchObject({
      sql: '(p.site_id = any ($?::uuid[]) and p.customer_id = $?::uuid)',
      parameters: [['s'], 'c'],
    });
  });

  it('keeps what belongs to a whole site from who is limited further', () => {
    for (const filter of narrowed) expect(filter.site('x').sql).toBe('false');
    for (const filter of narrowed) expect(filter.shared('x').sql).toBe('x = any ($?::uuid[])');
    expect(portal.areaRow('a').sql).toBe('false');
    expect(collector.resellerRow('b').sql).toBe('false');
  });

  it('adds limits up, and no area is no customer', () => {
    const both = filterOf({ siteIds: ['s'], areaIds: [], resellerId: 'b' });
    expect(both.customerRow('c')).toMatchObject({
      sql: '(c.site_id = any ($?::uuid[]) and c.area_id = any ($?::uuid[]) and c.reseller_id = $?::uuid)',
      parameters: [['s'], [], 'b'],
    });
  });

  it('numbers its parameters behind those that are there', () => {
    const parameters: unknown[] = ['id', 7];
    expect(reseller.customer('p.customer_id', 'p.site_id').into(parameters)).toBe(
      '(p.site_id = any ($3::uuid[]) and exists (select from customers scoped where scoped.id = p.customer_id and ' +
        'scoped.reseller_id = $4::uuid))',
    );
    expect(parameters).toEqual(['id', 7, ['s'], 'b']);
  });
});
