import { Injectable } from '@nestjs/common';
import { type AuditEntry, AuditLog, Outbox } from '@app/platform';
import { BillingConfig } from '../billing.config';
import { type DesiredAccess, desiredAccess } from '../domain/access-rule';
import { AccessChanged } from '../events/access-changed.event';
import { AccessIntentRepository, type AccessRow, type AccessWrite } from '../repositories/access-intent.repository';

/** An intent that was just written. */
export interface AccessChange {
  subscriptionId: string;
  customerId: string;
  desired: DesiredAccess;
}

/** Derives access from status and debt and writes what changed, in the caller's transaction (billing.md 1.5). */
@Injectable()
export class AccessService {
  constructor(
    private readonly intents: AccessIntentRepository,
    private readonly outbox: Outbox,
    private readonly config: BillingConfig,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Re-evaluates every subscription of these accounts, whose locks the caller holds. Writes nothing where nothing changed.
   *
   * @param options.mayIsolate false for everything but dunning: a running service is then never isolated, because only
   * dunning has the brake (billing.md 1.9)
   */
  async reevaluate(
    customerIds: readonly string[],
    asOf: Date,
    options: { mayIsolate: boolean },
  ): Promise<AccessChange[]> {
    if (customerIds.length === 0) return [];
    const rows = await this.intents.facts(customerIds, asOf);
    const writes = rows.flatMap((row) => this.changeOf(row, options.mayIsolate));
    if (writes.length === 0) return [];
    const versions = await this.intents.write(writes, asOf);
    await this.outbox.publishMany(
      AccessChanged,
      versions.map(({ subscriptionId, version }) => ({
        key: `${subscriptionId}:${version.toString()}`,
        payload: { subscriptionId },
      })),
    );
    await this.audit.recordMany(entriesOf(rows, writes));
    return writes.map(({ subscriptionId, customerId, desired }) => ({ subscriptionId, customerId, desired }));
  }

  private changeOf(row: AccessRow, mayIsolate: boolean): AccessWrite[] {
    const tolerance = BigInt(this.config.accessTolerance);
    const { desired, reasons } = desiredAccess({ status: row.status, isolirDebt: row.isolirDebt, tolerance });
    const unchanged = desired === row.desired;
    const heldBack = desired === 'ISOLATED' && row.desired === 'ENABLED' && !mayIsolate;
    if (unchanged || heldBack) return [];
    return [{ subscriptionId: row.subscriptionId, customerId: row.customerId, desired, reasons }];
  }
}

function entriesOf(rows: readonly AccessRow[], writes: readonly AccessWrite[]): AuditEntry[] {
  const known = new Map(rows.map((row) => [row.subscriptionId, row.desired]));
  return writes.map(({ subscriptionId, customerId, desired, reasons }) => ({
    action: 'access.changed',
    subject: { type: 'subscription', id: subscriptionId },
    before: { access: known.get(subscriptionId) },
    after: { customerId, access: desired, reasons },
  }));
}
