import { Injectable, Logger } from '@nestjs/common';
import { TransactionHost } from '@nestjs-cls/transactional';
import { type TransactionalAdapterTypeOrm } from '@nestjs-cls/transactional-adapter-typeorm';
import { isUuid, uuidv7 } from '@app/core';
import { Database } from '../database/database';
import { AuditContext } from './audit-context';
import { type AuditEntry } from './audit-entry';
import { insertIntoIntake, type IntakeRow } from './audit-intake';
import { plainText, redact } from './redact';

/**
 * Writes down who did what (billing.md L1). Entries enter the hash chain a moment after their transaction commits, in the
 * worker, so that recording waits for no lock (docs/adr/0009-audit-chain.md).
 */
@Injectable()
export class AuditLog {
  private readonly logger = new Logger(AuditLog.name);

  constructor(
    private readonly database: Database,
    private readonly context: AuditContext,
    private readonly host: TransactionHost<TransactionalAdapterTypeOrm>,
  ) {}

  /** Joins the caller's transaction: the entry is there if and only if what it tells has happened. */
  async record(entry: AuditEntry): Promise<void> {
    await this.recordMany([entry]);
  }

  /** One statement for all entries of a transaction, with its commit. Joins the caller's transaction. */
  async recordMany(entries: readonly AuditEntry[]): Promise<void> {
    if (entries.length === 0) return;
    await this.database.atCommit(
      insertIntoIntake,
      entries.map((entry) => this.rowOf(entry)),
    );
    const origin = this.context.origin();
    if (origin) origin.entries += entries.length;
  }

  /**
   * For what is to be known although nothing was done, such as refusals: commits by itself, whatever becomes of the caller's
   * transaction. A failure is logged with the action, never thrown, because the answer stands already.
   */
  async note(entry: AuditEntry): Promise<void> {
    try {
      await this.host.withoutTransaction(() => this.record(entry));
    } catch (error) {
      this.logger.error(`audit entry ${entry.action} could not be written: ${String(error)}`);
    }
  }

  /** For what was done already: joins the transaction that is open; with none, a failure is logged, as by {@link note}. */
  async recordDone(entry: AuditEntry): Promise<void> {
    if (this.host.isTransactionActive()) await this.record(entry);
    else await this.note(entry);
  }

  private rowOf({ action, subject, siteId, before, after, actor }: AuditEntry): IntakeRow {
    const { kind, id, name } = actor ?? this.context.actor();
    return {
      id: uuidv7(),
      actor_kind: kind,
      actor_id: textOf(id),
      actor_name: textOf(name),
      ip: textOf(this.context.origin()?.ip),
      request_id: textOf(this.context.requestId()),
      action,
      subject_type: textOf(subject?.type),
      subject_id: textOf(subject?.id),
      site_id: siteId && isUuid(siteId) ? siteId : null,
      before: redact(before),
      after: redact(after),
    };
  }
}

const textOf = (text: string | null | undefined): string | null => (text ? plainText(text).slice(0, 300) : null);
