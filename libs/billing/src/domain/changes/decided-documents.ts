import { type ChargeLine } from '../charges/charge-line';
import { type Stretch } from '../charges/stretch';
import { isLasting } from '../discounts/discount';
import { type CreditableInvoice, type CreditNoteDraft } from '../documents/credit-note';
import { type Settled, settleAtIssue } from '../documents/finalise';
import { type DebitPolicy, documentsOf } from '../documents/settle-change';
import { BillAssembly } from '../planning/bill-assembly';
import { type Bill, type BillableAccount, type PlanningContext } from '../planning/planning';
import { type ChangeDrafts } from './drafts';
import { type CutDebits, cutWaiting, moveWaiting, type WaitingDebit } from './waiting-debit';

/** What a change is settled with. */
export interface SettlingAccount {
  readonly account: BillableAccount;
  readonly planning: PlanningContext;
  readonly balances: { readonly credit: bigint; readonly deposit: bigint; readonly autoPay: boolean };
  /** Invoices that carry days of the service, also those of a payer it had before. */
  readonly invoices: readonly (CreditableInvoice & { readonly customerId: string })[];
  readonly waiting: readonly WaitingDebit[];
  /** The child that uses the service, when the account is its payer. */
  readonly serviceCustomerId?: string | undefined;
}

export interface SettlementTerms {
  readonly changeId: string;
  readonly debits: DebitPolicy;
  /** Days that the change takes over from debits that still wait. */
  readonly replaces?: Stretch | undefined;
  /** A pause behind which the days of debits that still wait move (billing.md Q6 EXTEND). */
  readonly moves?: Stretch | undefined;
  /** What credit notes leave as credit balance becomes the customer's money (billing.md Q5 REFUND). */
  readonly refund?: boolean | undefined;
}

/** Every document of a change, before anybody has confirmed it; a preview shows them, the service writes them. */
export interface DecidedDocuments {
  readonly creditNotes: readonly CreditNoteDraft[];
  readonly bill: Bill | undefined;
  /** What the account's balances pay of the bill at once. */
  readonly settled: Settled | undefined;
  /** Lines that wait for the next invoice. */
  readonly pending: readonly ChargeLine[];
  /** Waiting charges that {@link pending} stands for now. */
  readonly replaced: readonly string[];
  /** What the paying account's credit balance gains by the credit notes. */
  readonly wallet: bigint;
  /** What of it is turned into money of the customer. */
  readonly refund: bigint;
}

/** Nothing to write. */
export const NO_DOCUMENTS: DecidedDocuments = {
  creditNotes: [],
  bill: undefined,
  settled: undefined,
  pending: [],
  replaced: [],
  wallet: 0n,
  refund: 0n,
};

/** The documents that the drafts of a change lead to (billing.md Q3). */
export function decideDocuments(
  drafts: Pick<ChangeDrafts, 'credits' | 'debits'>,
  service: SettlingAccount,
  terms: SettlementTerms,
): DecidedDocuments {
  const { creditNotes, invoiceNow, pending } = documentsOf(drafts, service.invoices, terms.debits);
  const cut = waitingAfter(service.waiting, terms);
  const own = new Set(
    service.invoices.filter((one) => one.customerId === service.account.customerId).map((one) => one.invoiceId),
  );
  const wallet = creditNotes.reduce((sum, note) => (own.has(note.invoiceId) ? sum + note.wallet : sum), 0n);
  const { balances } = service;
  const credit = balances.credit + wallet;
  const bill = invoiceNow.length === 0 ? undefined : billOf(invoiceNow, service, terms.changeId);
  const settled = bill && settleAtIssue(bill.net + bill.tax, { ...balances, credit });
  const creditLeft = settled ? settled.creditLeft : credit;
  return {
    creditNotes,
    bill,
    settled,
    pending: [...cut.kept, ...pending],
    replaced: cut.replaced,
    wallet,
    refund: terms.refund === true ? lesser(wallet, creditLeft) : 0n,
  };
}

function waitingAfter(waiting: readonly WaitingDebit[], { replaces, moves }: SettlementTerms): CutDebits {
  if (moves) return moveWaiting(waiting, moves);
  return replaces ? cutWaiting(waiting, replaces) : { replaced: [], kept: [] };
}

function billOf(lines: readonly ChargeLine[], service: SettlingAccount, changeId: string): Bill {
  const { account, planning, serviceCustomerId } = service;
  // why: a change takes the place of days that were billed with the discounts of then
  const discounts = account.discounts?.filter(isLasting);
  const assembly = new BillAssembly({ ...account, pending: undefined, discounts }, planning);
  const billed = lines.map((line) => (serviceCustomerId === undefined ? line : { ...line, serviceCustomerId }));
  const from = billed.reduce((first, line) => (line.periodStart < first ? line.periodStart : first), FAR);
  return assembly.bill({ billKey: `C:${changeId}`, lines: billed, from });
}

const FAR = '9999-12-31' as ChargeLine['periodStart'];

const lesser = (a: bigint, b: bigint): bigint => (a < b ? a : b);
