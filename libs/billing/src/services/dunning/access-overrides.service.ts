import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CoreErrors, type Page } from '@app/core';
import { AuditLog, CurrentActor, Database, type ListRequest } from '@app/platform';
import { BillingErrors } from '../../billing.errors';
import {
  type AccessOverride,
  AccessOverrideRepository,
  type OverrideFilter,
  type OverrideKind,
} from '../../repositories/dunning/access-override.repository';
import { DunningActionRepository } from '../../repositories/dunning/dunning-action.repository';
import { AccessService } from '../access.service';
import { BillingAccountsService } from '../billing-accounts.service';

export interface NewOverride {
  customerId: string;
  subscriptionId?: string;
  kind: OverrideKind;
  reason: string;
  expiresAt?: Date;
}

/** Never isolate this one, or isolate him whatever he paid: a decision with a reason, a name and an end (billing.md 1.5). */
@Injectable()
export class AccessOverrides {
  constructor(
    private readonly overrides: AccessOverrideRepository,
    private readonly accounts: BillingAccountsService,
    private readonly access: AccessService,
    private readonly actions: DunningActionRepository,
    private readonly database: Database,
    private readonly actor: CurrentActor,
    private readonly audit: AuditLog,
  ) {}

  /** @throws DomainError CORE_NOT_FOUND, also for one outside the scope */
  async get(id: string): Promise<AccessOverride> {
    const override = await this.overrides.find(id);
    if (!override) throw CoreErrors.NOT_FOUND({ what: 'override', id });
    return override;
  }

  async list(request: ListRequest, filter: OverrideFilter): Promise<Page<AccessOverride>> {
    return this.overrides.page(request, filter);
  }

  /**
   * Takes effect at once. @throws DomainError CORE_NOT_FOUND (customer, or a subscription that is not his),
   * BILLING_OVERRIDE_EXPIRY
   */
  @Transactional()
  async set(input: NewOverride): Promise<AccessOverride> {
    const { customerId, subscriptionId = null, kind, reason, expiresAt = null } = input;
    const { now, siteId } = await this.accounts.lockOrOpen(customerId);
    if (expiresAt !== null && expiresAt <= now) throw BillingErrors.OVERRIDE_EXPIRY();
    if (subscriptionId !== null && !(await this.overrides.concerns(customerId, subscriptionId))) {
      throw CoreErrors.NOT_FOUND({ what: 'subscription', id: subscriptionId });
    }
    const createdBy = this.actor.get().name;
    const row = { siteId, customerId, subscriptionId, kind, reason, expiresAt, createdBy, createdAt: now };
    const made = await this.get(await this.overrides.insert(row));
    await this.note(made, 'OVERRIDE_SET', now);
    await this.access.reevaluate([customerId], now, { mayIsolate: kind === 'FORCE_ISOLATE' });
    return made;
  }

  /** Who loses a protection is isolated by the next tick of dunning. @throws DomainError CORE_NOT_FOUND, BILLING_OVERRIDE_ENDED */
  @Transactional()
  async end(id: string): Promise<AccessOverride> {
    const { customerId } = await this.get(id);
    const { now } = await this.accounts.lockOrOpen(customerId);
    if (!(await this.overrides.end(id, this.actor.get().name, now))) throw BillingErrors.OVERRIDE_ENDED();
    const ended = await this.get(id);
    await this.note(ended, 'OVERRIDE_ENDED', now);
    await this.access.reevaluate([customerId], now, { mayIsolate: false });
    return ended;
  }

  /** Closes what has run out; the tick of dunning sees to access. @returns how many */
  async closeExpired(asOf: Date): Promise<number> {
    return this.database.transaction(async () => {
      const ended = await this.overrides.closeExpired(asOf);
      await this.actions.record(
        ended.map(({ kind, ...of }) => ({ ...of, action: 'OVERRIDE_ENDED' as const, detail: { kind, by: 'expiry' } })),
        asOf,
      );
      return ended.length;
    });
  }

  private async note(override: AccessOverride, action: 'OVERRIDE_SET' | 'OVERRIDE_ENDED', at: Date): Promise<void> {
    const { id, siteId, customerId, subscriptionId, kind, reason } = override;
    await this.actions.record(
      [{ siteId, customerId, subscriptionId, action, detail: { overrideId: id, kind, reason } }],
      at,
    );
    await this.audit.record({
      action: action === 'OVERRIDE_SET' ? 'access-override.set' : 'access-override.ended',
      subject: { type: 'access-override', id },
      siteId,
      after: override,
    });
  }
}
