import { Injectable } from '@nestjs/common';
import { CoreErrors, type Page } from '@app/core';
import { AuditLog, Database, DatabaseClock, Outbox } from '@app/platform';
import { type BankAccount } from '../../domain/bank/bank-account';
import { type BankMutation, type MutationLine } from '../../domain/bank/bank-mutation';
import { readStatement } from './read-statement';
import { numberLines } from '../../domain/bank/running-numbers';
import { STATEMENT_PRESETS, type StatementMapping } from '../../domain/bank/statement-presets';
import { BankMutationsTaken } from '../../events/bank-mutations-taken.event';
import { BankMutationRepository, type MutationFilter } from '../../repositories/bank/bank-mutation.repository';
import { TransferErrors } from '../../transfers.errors';
import { BankAccounts } from './bank-accounts.service';

/** What an intake did. */
export interface MutationIntake {
  /** Lines that were told. */
  lines: number;
  /** Of them, those that were new. */
  taken: number;
  /** Numbers of lines of the file that made no sense. */
  unreadable: number[];
}

/** Lines of bank statements, however they come in: each of them is kept once (payments.md 10). */
@Injectable()
export class BankMutations {
  constructor(
    private readonly database: Database,
    private readonly clock: DatabaseClock,
    private readonly accounts: BankAccounts,
    private readonly mutations: BankMutationRepository,
    private readonly outbox: Outbox,
    private readonly audit: AuditLog,
  ) {}

  async list(filter: MutationFilter): Promise<Page<BankMutation>> {
    return this.mutations.page(filter);
  }

  /** @throws DomainError CORE_NOT_FOUND */
  async get(id: string): Promise<BankMutation> {
    const mutation = await this.mutations.find(id);
    if (!mutation) throw CoreErrors.NOT_FOUND({ what: 'bank mutation', id });
    return mutation;
  }

  /**
   * A CSV export of the bank. A file again, or one that overlaps, adds what is new in it.
   *
   * @param mapping for a bank without a preset, or an export that looks otherwise
   * @throws DomainError CORE_NOT_FOUND, TRANSFERS_STATEMENT_UNREADABLE
   */
  async upload(bankAccountId: string, content: Buffer, mapping?: StatementMapping): Promise<MutationIntake> {
    const account = await this.accounts.get(bankAccountId);
    const preset = mapping ?? STATEMENT_PRESETS[account.bank] ?? STATEMENT_PRESETS.OTHER;
    if (!preset) throw TransferErrors.STATEMENT_UNREADABLE({ reason: 'NO_PRESET' });
    const read = readStatement(content, preset, account.currency);
    if (!read.ok) throw TransferErrors.STATEMENT_UNREADABLE({ reason: read.error });
    const { lines, unreadable } = read.value;
    return { lines: lines.length, unreadable, taken: await this.take(account, lines, 'UPLOAD') };
  }

  /** Lines that a forwarding service tells, each under its name. @throws DomainError CORE_NOT_FOUND */
  async push(bankAccountId: string, lines: readonly MutationLine[]): Promise<MutationIntake> {
    const account = await this.accounts.get(bankAccountId);
    return { lines: lines.length, unreadable: [], taken: await this.take(account, lines, 'PUSH') };
  }

  private async take(account: BankAccount, lines: readonly MutationLine[], source: string): Promise<number> {
    if (lines.length === 0) return 0;
    return this.database.transaction(async () => {
      await this.mutations.lockIntake(account.id);
      const names = lines.flatMap(({ externalId }) => externalId ?? []);
      const known = await this.mutations.knownNames(account.id, names);
      const { numbered, named } = numberLines(lines, await this.mutations.equals(account.id, lines), known);
      const at = await this.clock.sample();
      await this.mutations.name(account.id, named);
      const ids = await this.mutations.insert(account.id, numbered, { currency: account.currency, source, at });
      await this.tell(account, source, ids);
      return ids.length;
    });
  }

  private async tell(
    { id: bankAccountId, siteId }: BankAccount,
    source: string,
    ids: readonly string[],
  ): Promise<void> {
    const [key] = ids;
    if (key === undefined) return;
    await this.outbox.publish(BankMutationsTaken, { key, payload: { bankAccountId } });
    const subject = { type: 'bank-account', id: bankAccountId };
    await this.audit.record({ action: 'bank-mutations.taken', subject, siteId, after: { source, taken: ids.length } });
  }
}
