import { Injectable } from '@nestjs/common';
import { AdoptedSubscriptions } from '@app/billing';
import { DomainError, uuidv7 } from '@app/core';
import { CustomersService } from '@app/customers';
import { type SecretWithPassword } from '@app/mikrotik';
import { Database, SecretBox } from '@app/platform';
import { codesIn, customerName } from '../domain/import/customer-hints';
import { FINDINGS } from '../domain/import/findings';
import { addressOf, findingsOf, isDisabled } from '../domain/import/secret-findings';
import { profileName } from '../domain/desired-profile';
import { termsOf } from '../domain/kept-profile';
import { type NewPppoeAccount } from '../repositories/pppoe-account.repository';
import { AccountWriter } from '../services/account-writer.service';
import { passwordPlace } from '../services/password-place';
import { ImportFactsRepository } from './import-facts.repository';
import { type ImportRow, ImportRowRepository, type RowOutcome } from './import-row.repository';
import { type ImportSource } from './import-source.service';
import { ImportSurroundings } from './import-surroundings.service';
import { type RouterImport } from './router-import.repository';

/** A row that goes ahead, with everything it takes. */
interface Ready {
  row: ImportRow;
  secret: SecretWithPassword;
  planId: string;
  /** Of a customer that is there already. */
  customerId: string | undefined;
}

/**
 * Brings rows of an import into the books: customers, services and accounts of hundreds of rows in one transaction of a fixed
 * number of statements. Rows of which one breaks a rule are halved until it stands alone.
 */
@Injectable()
export class ImportBatch {
  constructor(
    private readonly database: Database,
    private readonly rows: ImportRowRepository,
    private readonly facts: ImportFactsRepository,
    private readonly surroundings: ImportSurroundings,
    private readonly customers: CustomersService,
    private readonly subscriptions: AdoptedSubscriptions,
    private readonly accounts: AccountWriter,
    private readonly box: SecretBox,
  ) {}

  /** Repeating it is harmless: rows that are no longer PENDING are left alone. */
  async create(one: RouterImport, source: ImportSource, ids: readonly string[]): Promise<void> {
    try {
      await this.database.transaction(() => this.createAll(one, source, ids));
    } catch (error) {
      if (!(error instanceof DomainError) || error.kind === 'unavailable') throw error;
      const [first] = ids;
      if (ids.length === 1 && first !== undefined) {
        await this.rows.record([{ id: first, state: 'FAILED', code: error.code, detail: { ...error.params } }]);
        return;
      }
      const middle = Math.ceil(ids.length / 2);
      await this.create(one, source, ids.slice(0, middle));
      await this.create(one, source, ids.slice(middle));
    }
  }

  private async createAll(one: RouterImport, source: ImportSource, ids: readonly string[]): Promise<void> {
    const rows = await this.rows.lock(ids, 'PENDING');
    if (rows.length === 0) return;
    const { ready, refused } = await this.sortOut(one, source, rows);
    const customerIds = await this.customersOf(one, ready);
    const { anchorDay, billFrom } = one.settings;
    const subscriptionIds = await this.subscriptions.createMany(
      ready.map(({ secret, planId }, n) => ({
        ...{ customerId: customerIds[n] ?? '', planId, anchorDay, billFrom, isRunning: !isDisabled(secret) },
      })),
    );
    const accounts = ready.map((entry, n) => this.accountOf(one, source, entry, subscriptionIds[n] ?? ''));
    await this.accounts.insertMany(accounts);
    const created = ready.map(({ row }, n): RowOutcome => ({
      ...{ id: row.id, state: 'CREATED', code: null, customerId: customerIds[n] ?? null },
      ...{ subscriptionId: subscriptionIds[n] ?? null, accountId: accounts[n]?.id ?? null },
    }));
    await this.rows.record([...created, ...refused]);
  }

  /** Looks at everything again: the books may have changed since the import began. */
  private async sortOut(
    { routerId, siteId, settings }: RouterImport,
    source: ImportSource,
    rows: readonly ImportRow[],
  ): Promise<{ ready: Ready[]; refused: RowOutcome[] }> {
    const names = rows.map(({ name }) => name);
    const around = await this.surroundings.of(routerId, [...source.secrets.values()], source.profiles, names);
    const codes = rows.flatMap(({ name }) => codesIn(source.secrets.get(name)?.comment ?? ''));
    const known =
      settings.customers === 'CREATE' ? new Map<string, string>() : await this.facts.customersByCode(siteId, codes);
    const ready: Ready[] = [];
    const refused: RowOutcome[] = [];
    for (const row of rows) {
      const secret = source.secrets.get(row.name);
      const planId = settings.profiles.find(({ profile }) => profile === row.profile)?.planId ?? undefined;
      const customerIds = secret ? codesIn(secret.comment).flatMap((code) => known.get(code) ?? []) : [];
      const code = secret
        ? (findingsOf(secret, around).find((finding) => FINDINGS[finding].severity === 'BLOCKS') ??
          customerProblem(customerIds, settings.customers))
        : 'GONE';
      if (code !== undefined) refused.push({ id: row.id, state: 'FAILED', code });
      else if (planId === undefined) refused.push({ id: row.id, state: 'FAILED', code: 'PROFILE_NOT_MAPPED' });
      else if (secret) ready.push({ row, secret, planId, customerId: customerIds[0] });
    }
    return { ready, refused };
  }

  private async customersOf({ siteId, settings }: RouterImport, ready: readonly Ready[]): Promise<string[]> {
    const fresh = ready.filter(({ customerId }) => customerId === undefined);
    const made =
      fresh.length === 0
        ? []
        : await this.customers.createMany(
            fresh.map(({ secret }) => ({
              siteId,
              areaId: settings.areaId,
              name: customerName(secret, settings.nameFrom),
            })),
          );
    return ready.map(({ customerId }) => customerId ?? made.shift() ?? '');
  }

  private accountOf(
    { routerId, siteId }: RouterImport,
    { plans, ownProfiles }: ImportSource,
    { secret, planId }: Ready,
    subscriptionId: string,
  ): NewPppoeAccount {
    const id = uuidv7();
    const plan = plans.get(planId);
    if (!plan) throw new Error(`no plan ${planId}`);
    const profile = secret.values.profile ?? 'default';
    const isPlansOwn = profile === profileName(plan.code) && ownProfiles.has(profile);
    return {
      ...{ id, subscriptionId, siteId, routerId, username: secret.name, remoteAddress: addressOf(secret) },
      passwordSealed: this.box.seal(secret.secret ?? '', passwordPlace(id)),
      service: secret.values.service === 'pppoe' ? ('pppoe' as const) : ('any' as const),
      kept: isPlansOwn ? null : { profile, terms: termsOf({ planId, ...plan }) },
    };
  }
}

function customerProblem(
  customerIds: readonly string[],
  way: RouterImport['settings']['customers'],
): string | undefined {
  if (new Set(customerIds).size > 1) return 'CUSTOMER_AMBIGUOUS';
  return way === 'ATTACH' && customerIds.length === 0 ? 'CUSTOMER_NOT_FOUND' : undefined;
}
