import { Injectable } from '@nestjs/common';
import { type AuditEntry, AuditLog, Outbox, together } from '@app/platform';
import { type DesiredAccess, desiredAccess } from '../domain/access-rule';
import { type DunningPolicy } from '../domain/dunning/dunning-policy';
import { type DunningRuleBook } from '../domain/dunning/rule-book';
import { isBalanceLow } from '../domain/prepaid/daily';
import { AccessChanged } from '../events/access-changed.event';
import { AccessIntentRepository, type AccessRow, type AccessWrite } from '../repositories/access-intent.repository';
import { DunningActionRepository, type NewDunningAction } from '../repositories/dunning/dunning-action.repository';
import { DunningRules } from './dunning/dunning-rules.service';

/** An intent that was just written. */
export interface AccessChange {
  subscriptionId: string;
  customerId: string;
  desired: DesiredAccess;
}

export interface ReevaluateOptions {
  /**
   * False for everything but dunning and a person's own decision: a running service is then never isolated, because only
   * dunning has the brake (billing.md 1.9).
   */
  mayIsolate: boolean;
  /** Goes into the record of what was isolated. */
  note?: Readonly<Record<string, unknown>>;
}

interface Change extends AccessWrite {
  row: AccessRow;
}

/**
 * Derives access from status, debt, overrides, promises and prepaid money and writes what changed, in the caller's
 * transaction (billing.md 1.5). What children take follows the account that pays for it (1.10).
 */
@Injectable()
export class AccessService {
  constructor(
    private readonly intents: AccessIntentRepository,
    private readonly rules: DunningRules,
    private readonly actions: DunningActionRepository,
    private readonly outbox: Outbox,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Re-evaluates every subscription that these accounts, whose locks the caller holds, take or pay for. Writes nothing where
   * nothing changed. One statement each for facts, intents, events and records, however many accounts there are.
   */
  async reevaluate(customerIds: readonly string[], asOf: Date, options: ReevaluateOptions): Promise<AccessChange[]> {
    if (customerIds.length === 0) return [];
    return this.reevaluateBy(await this.rules.book(), customerIds, asOf, options);
  }

  /** The rules as they count now, for {@link reevaluateBy}. */
  async book(): Promise<DunningRuleBook> {
    return this.rules.book();
  }

  /** {@link reevaluate} that asks the database at once, so that what it reads travels with what the caller just wrote. */
  async reevaluateBy(
    book: DunningRuleBook,
    customerIds: readonly string[],
    asOf: Date,
    options: ReevaluateOptions,
  ): Promise<AccessChange[]> {
    const [, rows] = await together([
      this.intents.lockFamilies(customerIds),
      this.intents.facts(customerIds, asOf, hasServiceScope(book)),
    ]);
    const writes = rows.flatMap((row) => changeOf(row, book, asOf, options.mayIsolate));
    if (writes.length === 0) return [];
    const changes = writes.filter(({ row, desired }) => row.desired !== desired);
    const [written] = await together([
      this.intents.write(writes, asOf),
      this.actions.record(actionsOf(changes, options.note), asOf),
    ]);
    const versions = new Map(written.map((one) => [one.subscriptionId, one.version]));
    await this.outbox.publishMany(
      AccessChanged,
      changes.map(({ subscriptionId }) => ({
        key: `${subscriptionId}:${String(versions.get(subscriptionId))}`,
        payload: { subscriptionId },
      })),
    );
    await this.audit.recordMany(changes.map(entryOf));
    return changes.map(({ subscriptionId, customerId, desired }) => ({ subscriptionId, customerId, desired }));
  }
}

const hasServiceScope = (book: DunningRuleBook): boolean =>
  book.groups.some(({ policy }) => policy.isolationScope === 'SERVICE');

function changeOf(row: AccessRow, book: DunningRuleBook, asOf: Date, mayIsolate: boolean): Change[] {
  const policy = book.of(row.siteId, row.planId);
  const debt = policy.isolationScope === 'SERVICE' ? (row.serviceDebt ?? 0n) : row.accountDebt;
  const { desired, reasons } = desiredAccess({
    ...{ status: row.status, asOf, isolirDebt: debt, expiresAt: row.expiresAt },
    tolerance: BigInt(policy.accessTolerance),
    lowBalance: hasLowBalance(row, policy),
    overrides: {
      promiseUntil: row.promiseUntil,
      neverIsolate: row.protected ? { until: null } : null,
      forceIsolate: row.forced ? { until: null } : null,
    },
  });
  const isSame = desired === row.desired && reasons.join() === (row.reasons ?? []).join();
  const isHeldBack = desired === 'ISOLATED' && row.desired === 'ENABLED' && !mayIsolate;
  if (isSame || isHeldBack) return [];
  return [{ row, subscriptionId: row.subscriptionId, customerId: row.customerId, desired, reasons }];
}

const hasLowBalance = ({ balance, planMinBalance }: AccessRow, { minBalance }: DunningPolicy): boolean =>
  balance !== null && isBalanceLow(balance, BigInt(planMinBalance ?? minBalance));

/** Access that was taken from somebody who had it, or given back. */
function actionsOf(changes: readonly Change[], note: ReevaluateOptions['note']): NewDunningAction[] {
  return changes.flatMap(({ row, desired, reasons, subscriptionId, customerId }): NewDunningAction[] => {
    const common = { siteId: row.siteId, customerId, subscriptionId };
    if (row.desired === 'ENABLED' && desired === 'ISOLATED') {
      const detail = { reasons, debt: row.accountDebt.toString(), ...note };
      return [{ ...common, action: 'ISOLATED', detail }];
    }
    if (row.desired === 'ISOLATED' && desired === 'ENABLED')
      return [{ ...common, action: 'RESTORED', detail: { reasons } }];
    return [];
  });
}

function entryOf({ row, subscriptionId, customerId, desired, reasons }: Change): AuditEntry {
  return {
    action: 'access.changed',
    subject: { type: 'subscription', id: subscriptionId },
    before: { access: row.desired ?? undefined },
    after: { customerId, access: desired, reasons },
  };
}
