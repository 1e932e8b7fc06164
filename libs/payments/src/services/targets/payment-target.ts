import { type Money } from '@app/core';
import { type CashAccount, type HeldAccount } from '@app/billing';
import { type PaymentAttempt, type TargetKind } from '../../domain/attempts/attempt';
import { type PaymentMethod } from '../../domain/payment-method';
import { type ReversalKind } from '../../repositories/payment-reversal.repository';

/** Who pays, as a gateway wants to know it. */
export interface PayerDetails {
  name: string;
  phone: string | null;
  email: string | null;
}

/** What there is to pay. */
export interface TargetDescription {
  siteId: string;
  /** Null: somebody whom we do not know. */
  customerId: string | null;
  /** What is due now; zero when nothing is. */
  due: Money;
  /** Number of the invoice, name of the package; goes into the order id and the product name. */
  title: string;
  items: readonly { name: string; price: Money }[];
  payer: PayerDetails;
  /** False: paid, void or gone. No new attempt is started; money that comes nevertheless is settled all the same. */
  stillOpen: boolean;
  /** Latest end of an attempt, if there is one. */
  payableUntil?: Date;
}

/** Money that has arrived for a target, inside the settling transaction: the attempt's row is locked. */
export interface TargetSettlementContext {
  /** Id that the payment will get. */
  paymentId: string;
  attempt: PaymentAttempt;
  /** The account of its customer, when that is locked already. */
  held?: HeldAccount | undefined;
  /** What the target gets: the attempt's amount without the payer's fee. */
  amount: Money;
  /** The payer's fee, on top of {@link amount}. */
  surcharge: bigint;
  /** What {@link surcharge} is booked to. */
  surchargeTo: 'GATEWAY_FEE' | 'UNIQUE_CODE_INCOME';
  receivedAt: Date;
  method: PaymentMethod;
  cashAccount: CashAccount;
}

/** What the money did; it stands on the payment. */
export interface TargetSettlement {
  siteId: string;
  /** Zone of the receipt's month. */
  timeZone: string;
  customerId: string | null;
  allocations: readonly { invoiceId: string; number: string; amount: bigint; remaining: bigint }[];
  /** `allocations` and this are the amount, where the target is a customer's; zero for anonymous sales. */
  depositAmount: bigint;
  /** Did it end an isolation? */
  restoredAccess: boolean;
  /** Nobody owed this money any more: it was kept as credit, and a person is told. */
  late: boolean;
  /** The customer's account after the payment, for the audit entry. */
  balance?: { deposit: bigint; due: bigint };
  /** What else the audit entry should tell. */
  facts?: Readonly<Record<string, unknown>>;
}

/** Money of an anonymous sale that goes back, inside the transaction that writes the reversal; the target is held. */
export interface TargetReturnContext {
  targetId: string;
  paymentId: string;
  /** Its posting is `PAYMENT_REVERSAL` of this id. */
  reversalId: string;
  kind: ReversalKind;
  reason: string;
  amount: Money;
  /** Where the money comes from. */
  cashAccount: CashAccount;
  /** Nothing is left of the payment afterwards. */
  isWhole: boolean;
}

/** Something that can be paid through gateways: found in the modules of the process, one class per kind. */
export abstract class PaymentTarget {
  abstract readonly kind: TargetKind;

  /** Undefined: there is none in the actor's scope. Called outside of transactions. */
  abstract describe(targetId: string): Promise<TargetDescription | undefined>;

  /**
   * Books the money: debt, deposit, ledger (its transaction `PAYMENT` of `paymentId`), whatever the payer gets. Joins the
   * settling transaction; no network. Never refuses money because the target is paid, void or gone. Lock order: customer,
   * then invoices by id.
   */
  abstract settle(context: TargetSettlementContext): Promise<TargetSettlement>;

  /** Locks a target that nobody's account stands for, until the transaction ends. Left out where it is always a customer's. */
  hold?(targetId: string): Promise<void>;

  /** Books anonymous money that goes back, and takes back what it bought. Left out with {@link hold}. */
  giveBack?(context: TargetReturnContext): Promise<void>;
}
