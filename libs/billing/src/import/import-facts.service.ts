import { Injectable } from '@nestjs/common';
import { localDateOf } from '@app/core';
import { normalisePhone } from '@app/customers';
import { SitesService } from '@app/iam';
import { DatabaseClock } from '@app/platform';
import { type ImportFacts, type NamedPlan } from './check-row';
import { CustomerImportFactsRepository, type PlanFact } from './import-facts.repository';
import { type RawRow } from './import-format';
import { type UploadedList } from './import.repository';

/** Gathers what rows are checked against: a fixed number of statements for any number of rows. */
@Injectable()
export class CustomerImportFacts {
  constructor(
    private readonly facts: CustomerImportFactsRepository,
    private readonly sites: SitesService,
    private readonly clock: DatabaseClock,
  ) {}

  async of({ siteId, format, settings }: UploadedList, rows: readonly RawRow[]): Promise<ImportFacts> {
    const { timeZone, currency } = await this.sites.get(siteId);
    const sharedPhones = settings.sharedPhones === true;
    const today = localDateOf(await this.clock.sample(), timeZone);
    const known = await this.facts.byCode(rows.flatMap(({ code }) => code ?? []));
    const phones = rows.flatMap(({ phone = '' }) => normalisePhone(phone) ?? []);
    const mine = known.filter((one) => one.siteId === siteId && one.active);
    const services = format === 'PHPNUXBILL_RECHARGES' ? await this.facts.services(mine.map(({ id }) => id)) : [];
    return {
      ...{ format, today, currency, sharedPhones: sharedPhones },
      plans: byName(await this.facts.plans(siteId, today, currency)),
      areas: new Map((await this.facts.areas(siteId)).map(({ id, name }) => [name.toLowerCase(), id])),
      takenCodes: new Set(known.map(({ code }) => code)),
      takenPhones: new Set(sharedPhones ? [] : await this.facts.phones(siteId, phones)),
      customers: new Map(mine.map(({ code, id }) => [code, id])),
      services: new Set(services.map(({ customerId, planId }) => `${customerId} ${planId}`)),
    };
  }
}

/** A code wins over a name, what can be taken over what is retired, the site's own plan over a general one. */
export function byName(plans: readonly PlanFact[]): Map<string, NamedPlan> {
  const named = new Map<string, NamedPlan>();
  const rank = ({ adoptable, ofSite }: PlanFact): number => (adoptable ? 2 : 0) + (ofSite ? 1 : 0);
  const ranked = [...plans].sort((a, b) => rank(a) - rank(b));
  for (const plan of ranked) {
    const alike = (one: PlanFact): boolean => one.name.toLowerCase() === plan.name.toLowerCase();
    const others = plan.adoptable ? plans.filter((one) => alike(one) && rank(one) === rank(plan)) : [];
    named.set(plan.name.toLowerCase(), { id: plan.id, adoptable: plan.adoptable, ambiguous: others.length > 1 });
  }
  for (const { id, code, adoptable } of ranked) named.set(code.toLowerCase(), { id, adoptable, ambiguous: false });
  return named;
}
