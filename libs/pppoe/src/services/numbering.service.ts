import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { NumberSeries } from '@app/billing';
import { CoreErrors } from '@app/core';
import { SitesService } from '@app/iam';
import { AuditLog, CurrentActor } from '@app/platform';
import { isPattern, needsSequence, nextName, type Numbering, stemOf } from '../domain/numbering';
import { PppoeConfig } from '../pppoe.config';
import { NumberingRepository, type SiteNumbering } from '../repositories/numbering.repository';
import { type SubscriptionPlace } from '../repositories/placement.repository';
import { PppoeAccountRepository } from '../repositories/pppoe-account.repository';
import { generatePassword } from './password-generator';

/** What a new account is called, and its password. */
export interface Credentials {
  username: string;
  password: string;
}

/** Names and passwords of new accounts, by the rules of their sites. */
@Injectable()
export class NumberingService {
  constructor(
    private readonly rules: NumberingRepository,
    private readonly accounts: PppoeAccountRepository,
    private readonly series: NumberSeries,
    private readonly sites: SitesService,
    private readonly actor: CurrentActor,
    private readonly audit: AuditLog,
    private readonly config: PppoeConfig,
  ) {}

  /** @throws DomainError CORE_NOT_FOUND for a site out of scope */
  async get(siteId: string): Promise<SiteNumbering> {
    await this.sites.get(siteId);
    return (await this.rules.ofSites([siteId])).get(siteId) ?? { ...this.defaults(), siteId, version: 0 };
  }

  /** Counts for accounts that are made from now on. @throws DomainError CORE_NOT_FOUND, CORE_STALE_VERSION, CORE_VALIDATION_FAILED */
  @Transactional()
  async save(numbering: SiteNumbering): Promise<SiteNumbering> {
    const before = await this.get(numbering.siteId);
    if (this.actor.isNarrowed()) throw CoreErrors.NOT_FOUND({ what: 'site', id: numbering.siteId });
    if (!isPattern(numbering.usernamePattern)) throw badPattern();
    if (!(await this.rules.save(numbering))) throw CoreErrors.STALE_VERSION();
    const after = await this.get(numbering.siteId);
    const subject = { type: 'site', id: numbering.siteId };
    await this.audit.record({ action: 'pppoe.numbering.changed', subject, siteId: numbering.siteId, before, after });
    return after;
  }

  /**
   * One per input, in its order; names that were given count as taken. A fixed number of statements for any number. Joins the
   * caller's transaction, to whose end a site's series stays locked.
   */
  async name(
    inputs: readonly { place: SubscriptionPlace; username?: string; password?: string }[],
  ): Promise<Credentials[]> {
    const rules = await this.rules.ofSites([...new Set(inputs.map(({ place }) => place.siteId))]);
    const of = ({ siteId }: SubscriptionPlace): Numbering => rules.get(siteId) ?? this.defaults();
    const unnamed = inputs.filter(({ username }) => username === undefined);
    const sequences = await this.sequences(unnamed.map(({ place }) => ({ place, rule: of(place) })));
    const parts = new Map(
      unnamed.map((input) => [input, { ...input.place, sequence: sequences.get(input.place.siteId)?.shift() ?? 0n }]),
    );
    const stems = [...parts].map(([{ place }, part]) => stemOf(of(place).usernamePattern, part));
    const taken = await this.accounts.usernamesOf([...new Set(stems)]);
    return inputs.map((input) => {
      const { usernamePattern, passwordLength, passwordStyle } = of(input.place);
      const part = parts.get(input) ?? input.place;
      const username = input.username ?? nextName(usernamePattern, part, taken);
      taken.add(username);
      return { username, password: input.password ?? generatePassword(passwordLength, passwordStyle) };
    });
  }

  /** A password by the rules of a site. */
  async password(siteId: string): Promise<string> {
    const { passwordLength, passwordStyle } = (await this.rules.ofSites([siteId])).get(siteId) ?? this.defaults();
    return generatePassword(passwordLength, passwordStyle);
  }

  /** Numbers by site, as many as are needed there. */
  private async sequences(
    wanted: readonly { place: SubscriptionPlace; rule: Numbering }[],
  ): Promise<Map<string, bigint[]>> {
    const counts = new Map<string, bigint>();
    for (const { place, rule } of wanted) {
      if (needsSequence(rule.usernamePattern)) counts.set(place.siteId, (counts.get(place.siteId) ?? 0n) + 1n);
    }
    if (counts.size === 0) return new Map();
    const named = new Map([...counts].map(([siteId, count]) => [`PPPOE:${siteId}`, count]));
    const firsts = await this.series.takeMany(named);
    return new Map(
      [...counts].map(([siteId, count]) => {
        const first = firsts.get(`PPPOE:${siteId}`) ?? 0n;
        return [siteId, Array.from({ length: Number(count) }, (_, n) => first + BigInt(n))];
      }),
    );
  }

  private defaults(): Numbering {
    return { usernamePattern: '{code}-{n}', passwordLength: this.config.passwordLength, passwordStyle: 'MIXED' };
  }
}

function badPattern(): Error {
  const message = {
    id: 'pola harus memuat {code}, {n}, atau {seq}, dan hanya huruf, angka, atau _ . @ -',
    en: 'the pattern needs {code}, {n} or {seq}, and else only letters, digits or _ . @ -',
  };
  return CoreErrors.VALIDATION_FAILED({}, [{ path: 'usernamePattern', code: 'PATTERN', message }]);
}
