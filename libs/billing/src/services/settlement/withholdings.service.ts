import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CoreErrors, localDateOf, type Money, uuidv7 } from '@app/core';
import { AuditLog, CurrentActor, Outbox } from '@app/platform';
import { BillingErrors } from '../../billing.errors';
import { withholdingPosting } from '../../domain/ledger-posting';
import { withholdingOf } from '../../domain/tax/tax-code';
import { InvoicePaid } from '../../events/invoice-paid.event';
import { type Withholding, WithholdingRepository } from '../../repositories/settlement/withholding.repository';
import { type OpenInvoice, SettlementRepository } from '../../repositories/settlement.repository';
import { AccessService } from '../access.service';
import { BillingAccountsService } from '../billing-accounts.service';
import { type LockedAccount } from '../../repositories/billing-account.repository';
import { SettlementBooks } from './settlement-books.service';

/** Tax that a payer kept back of one invoice. */
export interface WithholdingRequest {
  invoiceId: string;
  /** More than zero; at most 2 % of the invoice's net (PPh 23), less what was withheld before. */
  amount: Money;
  /** Number of the bukti potong. */
  certificate: string;
  /** Value date. */
  receivedAt: Date;
}

/** What a corporate payer withholds settles his invoice like money (billing.md X4). */
@Injectable()
export class Withholdings {
  constructor(
    private readonly withholdings: WithholdingRepository,
    private readonly invoices: SettlementRepository,
    private readonly accounts: BillingAccountsService,
    private readonly books: SettlementBooks,
    private readonly access: AccessService,
    private readonly outbox: Outbox,
    private readonly actor: CurrentActor,
    private readonly audit: AuditLog,
  ) {}

  async of(invoiceId: string): Promise<Withholding[]> {
    return this.withholdings.of(invoiceId);
  }

  /**
   * @throws DomainError CORE_NOT_FOUND, BILLING_INVOICE_STATE, BILLING_AMOUNT_NOT_POSITIVE, BILLING_CURRENCY_MISMATCH,
   * BILLING_WITHHOLDING_TOO_HIGH, BILLING_CERTIFICATE_TAKEN
   */
  @Transactional()
  async record(request: WithholdingRequest): Promise<Withholding> {
    const { invoiceId: id, amount } = request;
    const customerId = (await this.withholdings.base(id))?.customerId;
    if (customerId === undefined) throw CoreErrors.NOT_FOUND({ what: 'invoice', id });
    const account = await this.accounts.lockOrOpen(customerId);
    if (!amount.isPositive()) throw BillingErrors.AMOUNT_NOT_POSITIVE();
    if (amount.currency !== account.currency) {
      throw BillingErrors.CURRENCY_MISMATCH({ expected: account.currency, actual: amount.currency });
    }
    const invoice = await this.payable(id, account);
    await this.check(invoice, amount.amount);
    return this.write(request, invoice, account);
  }

  private async payable(id: string, account: LockedAccount): Promise<OpenInvoice> {
    const invoice = await this.invoices.lockOf(account.customerId, id);
    if (!invoice) throw CoreErrors.NOT_FOUND({ what: 'invoice', id });
    if (invoice.status === 'OPEN' || invoice.status === 'UNCOLLECTIBLE') return invoice;
    throw BillingErrors.INVOICE_STATE({ action: 'withhold', status: invoice.status });
  }

  private async check({ id, remaining }: OpenInvoice, amount: bigint): Promise<void> {
    const { net = 0n, withheld = 0n } = (await this.withholdings.base(id)) ?? {};
    const allowed = withholdingOf(net) - withheld;
    const max = allowed < remaining ? allowed : remaining;
    if (amount > max) throw BillingErrors.WITHHOLDING_TOO_HIGH({ max: max.toString() });
  }

  private async write(
    { amount: { amount, currency }, certificate, receivedAt }: WithholdingRequest,
    invoice: OpenInvoice,
    account: LockedAccount,
  ): Promise<Withholding> {
    const { id: invoiceId, number } = invoice;
    const createdBy = this.actor.get().name;
    const row = { id: uuidv7(), invoiceId, certificate, withheldAmount: amount, currency, receivedAt, createdBy };
    const postedOn = this.books.today(account);
    if (!(await this.withholdings.insert(row))) throw BillingErrors.CERTIFICATE_TAKEN({ certificate });
    const part = { invoiceId, amount, withheld: amount };
    await this.invoices.pay([part], account.now, localDateOf(receivedAt, account.timeZone));
    const entries = withholdingPosting(amount, invoice.status === 'UNCOLLECTIBLE');
    await this.books.post(
      { refType: 'WITHHOLDING', refId: row.id },
      account,
      { postedOn, occurredAt: receivedAt },
      entries,
    );
    const receipt = { invoiceId, refType: 'WITHHOLDING' as const, refId: row.id, amount };
    await this.books.accrue([receipt], account, postedOn);
    const { customerId, siteId } = account;
    if (amount === invoice.remaining) {
      const key = `${invoiceId}:${invoice.version + 1}`;
      await this.outbox.publish(InvoicePaid, { key, payload: { invoiceId, customerId } });
    }
    await this.access.reevaluate([customerId], account.now, { mayIsolate: false });
    const subject = { type: 'invoice', id: invoiceId };
    await this.audit.record({ action: 'invoice.withheld', subject, siteId, after: { ...row, number } });
    return row;
  }
}
