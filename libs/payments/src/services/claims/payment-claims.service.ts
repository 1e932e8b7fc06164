import { Injectable } from '@nestjs/common';
import { InvoicesService } from '@app/billing';
import { CoreErrors, type LocalDate, type Money, type Page, uuidv7 } from '@app/core';
import { CustomersService } from '@app/customers';
import { CurrentActor, Database, DatabaseClock } from '@app/platform';
import { type ClaimSource, HOLD_HOURS, MAX_OPEN_CLAIMS, type PaymentClaim } from '../../domain/claims/payment-claim';
import { type ClaimFilter, PaymentClaimRepository } from '../../repositories/claims/payment-claim.repository';
import { PaymentErrors } from '../../payments.errors';
import { TransferErrors } from '../../transfers.errors';
import { ClaimJournal } from './claim-journal.service';
import { type ProofFile, ProofFiles } from './proof-files.service';

/** What somebody says about a transfer, with the file that shows it. */
export interface SubmitClaimCommand {
  customerId: string;
  invoiceId?: string | undefined;
  attemptId?: string | undefined;
  amount: Money;
  bank?: string | undefined;
  senderName?: string | undefined;
  transferredOn?: LocalDate | undefined;
  source: ClaimSource;
  file: Buffer;
}

const HOUR_MS = 3_600_000;

/** Proofs of transfers as they come in and are looked at; nothing here is money (payments.md 12.2). */
@Injectable()
export class PaymentClaims {
  constructor(
    private readonly database: Database,
    private readonly clock: DatabaseClock,
    private readonly actor: CurrentActor,
    private readonly customers: CustomersService,
    private readonly invoices: InvoicesService,
    private readonly files: ProofFiles,
    private readonly claims: PaymentClaimRepository,
    private readonly journal: ClaimJournal,
  ) {}

  async list(filter: ClaimFilter): Promise<Page<PaymentClaim>> {
    return this.claims.page(filter);
  }

  /** @throws DomainError CORE_NOT_FOUND */
  async get(id: string): Promise<PaymentClaim> {
    const claim = await this.claims.find(id);
    if (!claim) throw CoreErrors.NOT_FOUND({ what: 'payment claim', id });
    return claim;
  }

  /** @throws DomainError CORE_NOT_FOUND, TRANSFERS_FILE_FORGOTTEN */
  async file(id: string): Promise<{ content: Buffer; type: string }> {
    const file = await this.claims.file(id);
    if (!file) throw CoreErrors.NOT_FOUND({ what: 'payment claim', id });
    const { content, type } = file;
    if (content === null) throw TransferErrors.FILE_FORGOTTEN();
    return { content, type };
  }

  /** Forgets at most `limit` files of claims that were decided so many days ago. @returns how many */
  async forgetFiles(days: number, limit: number): Promise<number> {
    return this.claims.purgeFiles(days, limit);
  }

  /** What a customer is billed in. @throws DomainError CORE_NOT_FOUND */
  async currencyOf(customerId: string): Promise<string> {
    await this.customers.get(customerId);
    return (await this.customers.snapshots([customerId])).get(customerId)?.currency ?? 'IDR';
  }

  /** The last ones of an invoice, newest first. */
  async ofInvoice(customerId: string, invoiceId: string | null): Promise<PaymentClaim[]> {
    return this.claims.ofInvoice(customerId, invoiceId);
  }

  /**
   * Keeps a proof for a person to look at. The same file for the same invoice again gives the claim that waits already.
   *
   * @throws DomainError CORE_NOT_FOUND (customer, invoice), PAYMENTS_AMOUNT_NOT_POSITIVE, those of {@link ProofFiles},
   * TRANSFERS_TOO_MANY_CLAIMS
   */
  async submit(command: SubmitClaimCommand): Promise<PaymentClaim> {
    if (!command.amount.isPositive()) throw PaymentErrors.AMOUNT_NOT_POSITIVE();
    const customer = await this.customers.get(command.customerId);
    await this.checkInvoice(command);
    const file = await this.files.prepare(command.file);
    return this.database.transaction(() => this.write(command, customer.siteId, file));
  }

  private async write(command: SubmitClaimCommand, siteId: string, file: ProofFile): Promise<PaymentClaim> {
    const { customerId, invoiceId = null, attemptId = null, amount, source } = command;
    await this.claims.lockSubmission(customerId, file.sha256);
    const waiting = await this.claims.same(customerId, invoiceId, file.sha256);
    if (waiting) return waiting;
    const now = await this.clock.sample();
    const known = await this.claims.background(customerId, file.sha256, file.phash, now);
    if (known.open >= MAX_OPEN_CLAIMS) throw TransferErrors.TOO_MANY_CLAIMS();
    const id = uuidv7();
    const { duplicateOf, similarTo } = known;
    const mayHold = duplicateOf === null && !known.held;
    await this.claims.insert({
      ...{ id, siteId, customerId, invoiceId, attemptId, source, duplicateOf, similarTo },
      ...{ amount: amount.amount, currency: amount.currency, transferredOn: command.transferredOn ?? null },
      ...{ bank: command.bank ?? '', senderName: command.senderName ?? '', fileType: file.type },
      ...{ sha256: file.sha256, phash: file.phash, content: file.content },
      status: duplicateOf === null ? 'SUBMITTED' : 'DUPLICATE',
      holdUntil: mayHold ? new Date(now.getTime() + HOLD_HOURS * HOUR_MS) : null,
      submittedBy: this.actor.get().name,
      submittedAt: now,
    });
    const claim = await this.get(id);
    await this.journal.submitted(claim);
    return claim;
  }

  private async checkInvoice({ customerId, invoiceId, amount }: SubmitClaimCommand): Promise<void> {
    if (invoiceId === undefined) return;
    const invoice = await this.invoices.get(invoiceId);
    if (invoice.customerId !== customerId) throw CoreErrors.NOT_FOUND({ what: 'invoice', id: invoiceId });
    if (invoice.currency !== amount.currency) throw PaymentErrors.CURRENCY_MISMATCH({ currency: invoice.currency });
  }
}
