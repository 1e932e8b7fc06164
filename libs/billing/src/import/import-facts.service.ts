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

/** A code wins over a name, the site's own plan over a general one. */
function byName(plans: readonly PlanFact[]): Map<string, NamedPlan> {
  const named = new Map<string, NamedPlan>();
  const general = plans.filter(({ ofSite }) => !ofSite);
  const own = plans.filter(({ ofSite }) => ofSite);
  for (const plan of [...general, ...own]) named.set(plan.name.toLowerCase(), plan);
  for (const plan of [...general, ...own]) named.set(plan.code.toLowerCase(), plan);
  return named;
}
