import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CashAccounts } from '@app/billing';
import { CoreErrors, Money, type Page, uuidv7 } from '@app/core';
import { SitesService } from '@app/iam';
import { AuditLog, CurrentActor, type ListRequest, SecretBox } from '@app/platform';
import { type GatewayAccount } from '../../domain/accounts/gateway-account';
import { checkSettings, type GatewayEnvironment, Gateways, type GatewaySetting, withDefaults } from '../../gateways';
import { PaymentErrors } from '../../payments.errors';
import {
  type AccountFilter,
  type AccountPatch,
  GatewayAccountRepository,
  PREVIOUS_SECRETS,
  SECRETS,
} from '../../repositories/accounts/gateway-account.repository';
import { OpenedAccounts } from './opened-accounts.service';

export interface NewGatewayAccount {
  code: string;
  gateway: string;
  siteId: string | null;
  name: string;
  environment: GatewayEnvironment;
  settings: Record<string, GatewaySetting>;
  secrets: Record<string, string>;
  currency?: string;
  minAmount?: bigint;
  maxAmount?: bigint | null;
  priority?: number;
}

/** An account as people see it: of its secrets only which ones there are. */
export type MaskedAccount = GatewayAccount & { secretKeys: string[] };

/** Merchant accounts at gateways (payments.md 4): several at once, per site or for all. */
@Injectable()
export class GatewayAccounts {
  constructor(
    private readonly accounts: GatewayAccountRepository,
    private readonly opened: OpenedAccounts,
    private readonly gateways: Gateways,
    private readonly cash: CashAccounts,
    private readonly sites: SitesService,
    private readonly box: SecretBox,
    private readonly actor: CurrentActor,
    private readonly audit: AuditLog,
  ) {}

  async list(request: ListRequest, filter: AccountFilter): Promise<Page<GatewayAccount>> {
    return this.accounts.page(request, filter);
  }

  /** @throws DomainError CORE_NOT_FOUND, also outside the actor's sites */
  async get(id: string): Promise<MaskedAccount> {
    const sealed = await this.accounts.find(id);
    if (!sealed) throw CoreErrors.NOT_FOUND({ what: 'gateway account', id });
    const { secretsSealed, previousSecretsSealed, ...account } = sealed;
    const previous = previousSecretsSealed === null ? null : account.previousUntil;
    return { ...account, previousUntil: previous, secretKeys: Object.keys(this.openSecrets(id, secretsSealed)) };
  }

  /**
   * @throws DomainError GATEWAYS_UNKNOWN_GATEWAY, CORE_VALIDATION_FAILED with the settings that are wrong, CORE_NOT_FOUND for
   * the site, PAYMENTS_ACCOUNT_ABOVE_SITES when the actor does not see every site and names none, PAYMENTS_ACCOUNT_TAKEN
   */
  @Transactional()
  async create(input: NewGatewayAccount): Promise<MaskedAccount> {
    const { code, gateway, siteId, name, environment, secrets } = input;
    const { settingsSchema, title } = this.gateways.get(gateway);
    const currency = await this.currencyOf(input);
    const settings = withDefaults(settingsSchema, input.settings);
    this.check(gateway, settings, secrets);
    const id = uuidv7();
    const cashAccount = `CASH.GATEWAY.${code}` as const;
    const inserted = await this.withCash(cashAccount, `${title}: ${name}`, () =>
      this.accounts.insert({
        ...{ id, code, gateway, siteId, name, environment, settings, cashAccount, currency },
        secretsSealed: this.box.seal(JSON.stringify(secrets), SECRETS.place(id)),
        minAmount: input.minAmount ?? 0n,
        maxAmount: input.maxAmount ?? null,
        priority: input.priority ?? 100,
      }),
    );
    if (!inserted) throw PaymentErrors.ACCOUNT_TAKEN({ code });
    const account = await this.get(id);
    await this.note('gateway-account.added', id, siteId, { after: account });
    return account;
  }

  /** @throws DomainError CORE_NOT_FOUND, CORE_STALE_VERSION, CORE_VALIDATION_FAILED */
  @Transactional()
  async update(id: string, version: number, patch: AccountPatch): Promise<MaskedAccount> {
    const before = await this.get(id);
    const settings = patch.settings && withDefaults(this.gateways.get(before.gateway).settingsSchema, patch.settings);
    if (settings) this.check(before.gateway, settings, Object.fromEntries(before.secretKeys.map((key) => [key, ''])));
    const changed = { ...patch, ...(settings && { settings }) };
    if (!(await this.accounts.update(id, version, changed))) throw CoreErrors.STALE_VERSION();
    this.opened.forget(id);
    const after = await this.get(id);
    await this.note('gateway-account.changed', id, before.siteId, { before, after });
    return after;
  }

  /**
   * New secrets; callbacks signed with the ones before count for `overlapHours` more.
   *
   * @param secrets those that change; the others stay
   * @throws DomainError CORE_NOT_FOUND, CORE_STALE_VERSION, CORE_VALIDATION_FAILED
   */
  @Transactional()
  async rotate(
    id: string,
    version: number,
    secrets: Record<string, string>,
    overlapHours: number,
  ): Promise<MaskedAccount> {
    const sealed = await this.accounts.find(id);
    if (!sealed) throw CoreErrors.NOT_FOUND({ what: 'gateway account', id });
    const before = this.openSecrets(id, sealed.secretsSealed);
    const next = { ...before, ...secrets };
    this.check(sealed.gateway, sealed.settings, next);
    const previous =
      overlapHours > 0
        ? { sealed: this.box.seal(JSON.stringify(before), PREVIOUS_SECRETS.place(id)), hours: overlapHours }
        : null;
    const text = this.box.seal(JSON.stringify(next), SECRETS.place(id));
    if (!(await this.accounts.setSecrets(id, version, text, previous))) throw CoreErrors.STALE_VERSION();
    this.opened.forget(id);
    await this.note('gateway-account.secrets-rotated', id, sealed.siteId, {
      after: { keys: Object.keys(secrets), overlapHours },
    });
    return this.get(id);
  }

  private async currencyOf({ siteId, currency }: NewGatewayAccount): Promise<string> {
    if (siteId !== null) return (await this.sites.get(siteId)).currency;
    if (this.actor.siteIds() !== null || this.actor.isNarrowed()) throw PaymentErrors.ACCOUNT_ABOVE_SITES();
    return Money.zero(currency ?? 'IDR').currency;
  }

  private check(gateway: string, settings: Record<string, GatewaySetting>, secrets: Record<string, string>): void {
    const problems = checkSettings(this.gateways.get(gateway).settingsSchema, settings, Object.keys(secrets));
    if (problems.length > 0) throw CoreErrors.VALIDATION_FAILED({}, problems);
  }

  /** The clearing account of the books comes first, because the row refers to it. */
  private async withCash(code: `CASH.${string}`, name: string, insert: () => Promise<boolean>): Promise<boolean> {
    await this.cash.add(code, name);
    return insert();
  }

  private openSecrets(id: string, sealed: string): Record<string, string> {
    return JSON.parse(this.box.open(sealed, SECRETS.place(id))) as Record<string, string>;
  }

  private async note(
    action: string,
    id: string,
    siteId: string | null,
    change: { before?: object; after: object },
  ): Promise<void> {
    await this.audit.record({ action, subject: { type: 'gateway-account', id }, siteId, ...change });
  }
}
