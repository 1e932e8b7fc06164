import { Injectable } from '@nestjs/common';
import { type LocalDate, uuidv7 } from '@app/core';
import { CustomersService } from '@app/customers';
import { Database, Outbox, together } from '@app/platform';
import { type Bill } from '../../domain/bill-planner';
import { type Settled, settleAtIssue } from '../../domain/documents/finalise';
import { numberOf, seriesOf } from '../../domain/invoice-number';
import { invoicePosting, settlementAtIssuePosting } from '../../domain/ledger-posting';
import { type BillingPolicies } from '../../domain/policies/billing-policies';
import { InvoiceIssued } from '../../events/invoice-issued.event';
import { InvoicePaid } from '../../events/invoice-paid.event';
import { type InvoiceToWrite, IssuedInvoiceRepository } from '../../repositories/documents/issued-invoice.repository';
import { type Balances, type WalletMovement, WalletRepository } from '../../repositories/documents/wallet.repository';
import { LedgerPostingRepository, type Posting } from '../../repositories/ledger-posting.repository';
import { Commissions } from '../commission/commissions.service';
import { NumberSeries } from '../number-series.service';
import { linesDigest } from './lines-digest';

/** A site as documents need it. */
export interface IssuingSite {
  code: string;
  policies: BillingPolicies;
}

/** What documents are issued with. */
export interface IssueContext {
  /** The billing run that they come from; null: something else. */
  readonly runId: string | null;
  readonly asOf: Date;
  readonly sites: ReadonlyMap<string, IssuingSite>;
  /** First instant of a local day. */
  readonly at: (date: LocalDate, zone: string, hour: number) => Date;
}

/** An invoice that stands. */
export interface IssuedInvoice {
  id: string;
  number: string;
  bill: Bill;
  settled: Settled;
}

/** Where single documents come from. */
export interface IssueOptions {
  /** The voided invoice that it stands for. */
  readonly replaces?: string;
  /** The draft that it was. */
  readonly id?: string;
}

const CHECK_BALANCE = `set constraints tr_ledger_transactions_balanced immediate;
  set constraints tr_ledger_transactions_balanced deferred`;

type Unnumbered = Omit<InvoiceToWrite, 'seq' | 'number'>;

/**
 * The one door through which bills become invoices: lines, hash, ledger, balances, one-off charges, discounts, events,
 * numbers. Set-based: the number of statements does not depend on the number of bills. It joins the caller's transaction,
 * who holds the locks of the accounts; the numbers are taken last, because a series stays locked until the commit
 * (billing.md N1).
 */
@Injectable()
export class InvoiceIssuer {
  constructor(
    private readonly database: Database,
    private readonly invoices: IssuedInvoiceRepository,
    private readonly wallets: WalletRepository,
    private readonly ledger: LedgerPostingRepository,
    private readonly customers: CustomersService,
    private readonly commissions: Commissions,
    private readonly numbers: NumberSeries,
    private readonly outbox: Outbox,
  ) {}

  /**
   * Bills of one account are settled in the given order: the credit balance first, then the deposit (billing.md 1.10).
   *
   * @param options only with a single bill
   */
  async issueMany(bills: readonly Bill[], context: IssueContext, options: IssueOptions = {}): Promise<IssuedInvoice[]> {
    if (bills.length === 0) return [];
    const unnumbered = await this.prepare(bills, context, options);
    await this.settle(unnumbered, context);
    await this.announce(unnumbered);
    await this.ledger.post(unnumbered.flatMap((invoice) => postingsOf(invoice, context)));
    await this.invoices.useGrants(usesOf(bills), context.asOf);
    // why: the balance is checked now instead of at commit, when the number series would wait for it
    await this.database.execute(CHECK_BALANCE);
    const invoices = await this.number(unnumbered, context);
    await this.invoices.insertInvoices(context.runId, context.asOf, invoices);
    await this.invoices.insertLines(invoices);
    await this.invoices.closeCharges(chargesOf(invoices));
    await this.accrue(invoices, context);
    return invoices;
  }

  private async prepare(
    bills: readonly Bill[],
    context: IssueContext,
    { id, replaces }: IssueOptions,
  ): Promise<Unnumbered[]> {
    const ids = [...new Set(bills.map((bill) => bill.account.customerId))];
    const [used, customers, balances] = await together([
      this.invoices.keysInUse(bills),
      this.snapshots(ids),
      this.wallets.filled(ids),
    ]);
    return withFreeKeys(bills, used).map((bill) => {
      const site = siteOf(context, bill.account.siteId);
      const customer = customers.get(bill.account.customerId);
      if (customer === undefined) throw new Error(`customer ${bill.account.customerId} has no name`);
      return {
        id: id ?? uuidv7(),
        bill,
        series: seriesOf(site.policies.invoiceNumbers, site.code, bill.issuedOn),
        settled: payFrom(balances, bill),
        customer,
        issuer: issuerOf(site.policies),
        linesDigest: linesDigest(bill.lines),
        replacesInvoiceId: replaces ?? null,
      };
    });
  }

  /** Names and addresses as JSON text, by customer. */
  private async snapshots(ids: readonly string[]): Promise<Map<string, string>> {
    const snapshots = await this.customers.snapshots(ids);
    return new Map(
      [...snapshots].map(([id, { code, name, address, phone, email }]) => [
        id,
        JSON.stringify({ code, name, address, phone, email }),
      ]),
    );
  }

  private async settle(invoices: readonly Unnumbered[], context: IssueContext): Promise<void> {
    await this.wallets.move(invoices.flatMap(movementsOf), context.asOf);
  }

  /** What a deposit pays is money that came in; credit is not. */
  private async accrue(invoices: readonly InvoiceToWrite[], { asOf }: IssueContext): Promise<void> {
    for (const [postedOn, paid] of byDay(invoices.filter(({ settled }) => settled.fromDeposit > 0n))) {
      const receipts = paid.map(({ id, settled }) => ({ invoiceId: id, amount: settled.fromDeposit }));
      await this.commissions.accrue(
        receipts.map((receipt) => ({ ...receipt, refType: 'INVOICE', refId: receipt.invoiceId })),
        asOf,
        postedOn,
      );
    }
  }

  private async announce(invoices: readonly Unnumbered[]): Promise<void> {
    const all = invoices.map(({ id, bill }) => ({ invoiceId: id, customerId: bill.account.customerId }));
    await this.outbox.publishMany(
      InvoiceIssued,
      all.map((payload) => ({ key: payload.invoiceId, payload })),
    );
    const paid = all.filter((_, index) => invoices[index]?.settled.state === 'PAID');
    await this.outbox.publishMany(
      InvoicePaid,
      paid.map((payload) => ({ key: `${payload.invoiceId}:1`, payload })),
    );
  }

  private async number(invoices: readonly Unnumbered[], context: IssueContext): Promise<InvoiceToWrite[]> {
    const counts = new Map<string, bigint>();
    for (const { series } of invoices) counts.set(series, (counts.get(series) ?? 0n) + 1n);
    const next = await this.numbers.takeMany(counts);
    return invoices.map((invoice) => {
      const seq = next.get(invoice.series) ?? 0n;
      next.set(invoice.series, seq + 1n);
      const site = siteOf(context, invoice.bill.account.siteId);
      return {
        ...invoice,
        seq,
        number: numberOf(site.policies.invoiceNumbers, site.code, invoice.bill.issuedOn, seq),
      };
    });
  }
}

/**
 * A second invoice for the same customer and scheduled bill date (a service that was activated later that day, or
 * unparked) gets a numbered key: `R:2025-11-01:2`.
 */
function withFreeKeys(bills: readonly Bill[], used: ReadonlySet<string>): readonly Bill[] {
  if (used.size === 0) return bills;
  return bills.map((bill) => {
    let billKey = bill.billKey;
    for (let n = 2; used.has(`${bill.account.customerId} ${billKey}`); n++) billKey = `${bill.billKey}:${n}`;
    return { ...bill, billKey };
  });
}

const issuers = new WeakMap<BillingPolicies, string>();

/** Computed once per policies: a run asks for every invoice. */
function issuerOf(policies: BillingPolicies): string {
  const known = issuers.get(policies);
  if (known !== undefined) return known;
  const { name, address, phone, email, npwp, footer } = policies.issuer;
  // why: a logo in every invoice would be most of the table; documents take it from the policies
  const text = JSON.stringify({ name, address, phone, email, npwp, footer });
  issuers.set(policies, text);
  return text;
}

function siteOf(context: IssueContext, siteId: string): IssuingSite {
  const site = context.sites.get(siteId);
  if (!site) throw new Error(`site ${siteId} is not in the context`);
  return site;
}

/** Takes what pays this bill out of `balances`, so that the next bill of the account sees what is left. */
function payFrom(balances: Map<string, Balances>, bill: Bill): Settled {
  const { customerId } = bill.account;
  const balance = balances.get(customerId) ?? { customerId, credit: 0n, deposit: 0n, autoPay: false };
  const settled = settleAtIssue(bill.net + bill.tax, balance);
  balances.set(customerId, { ...balance, credit: settled.creditLeft, deposit: settled.depositLeft });
  return settled;
}

function movementsOf({ id, bill, settled }: Unnumbered): WalletMovement[] {
  const { customerId, currency } = bill.account;
  const all: WalletMovement[] = [];
  const common = { customerId, currency, kind: 'INVOICE', refType: 'INVOICE', refId: id };
  if (settled.fromCredit > 0n) {
    all.push({ ...common, wallet: 'CREDIT', amount: -settled.fromCredit, balance: settled.creditLeft });
  }
  if (settled.fromDeposit > 0n) {
    all.push({ ...common, wallet: 'DEPOSIT', amount: -settled.fromDeposit, balance: settled.depositLeft });
  }
  return all;
}

function postingsOf({ id, bill, settled }: Unnumbered, context: IssueContext): Posting[] {
  const { customerId, currency, timeZone } = bill.account;
  const common = { refId: id, customerId, currency, postedOn: bill.issuedOn };
  const occurredAt = context.at(bill.issuedOn, timeZone, 0);
  const issue: Posting = { ...common, refType: 'INVOICE', occurredAt, entries: invoicePosting(bill.lines) };
  if (settled.fromCredit + settled.fromDeposit === 0n) return [issue];
  const entries = settlementAtIssuePosting(settled);
  return [issue, { ...common, refType: 'INVOICE_SETTLEMENT', occurredAt: context.asOf, entries }];
}

function byDay(invoices: readonly InvoiceToWrite[]): Map<LocalDate, InvoiceToWrite[]> {
  const days = new Map<LocalDate, InvoiceToWrite[]>();
  for (const invoice of invoices) {
    const { issuedOn } = invoice.bill;
    days.set(issuedOn, [...(days.get(issuedOn) ?? []), invoice]);
  }
  return days;
}

function chargesOf(invoices: readonly { id: string; bill: Bill }[]): { chargeId: string; invoiceId: string }[] {
  return invoices.flatMap(({ id, bill }) =>
    bill.lines.flatMap(({ chargeId }) => (chargeId === undefined ? [] : [{ chargeId, invoiceId: id }])),
  );
}

function usesOf(bills: readonly Bill[]): Map<string, number> {
  const uses = new Map<string, number>();
  for (const { discountId } of bills.flatMap((bill) => bill.discounts)) {
    uses.set(discountId, (uses.get(discountId) ?? 0) + 1);
  }
  return uses;
}
