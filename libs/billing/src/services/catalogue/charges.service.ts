import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CoreErrors, type LocalDate, localDateOf, type Money, type Page } from '@app/core';
import { AuditLog, CurrentActor, type ListRequest } from '@app/platform';
import { BillingErrors } from '../../billing.errors';
import { type RevenueAccount } from '../../domain/ledger-accounts';
import { revenueAccountOf } from '../../domain/ledger-posting';
import { type BillingAccount } from '../../repositories/billing-account.repository';
import {
  type Charge,
  type ChargeFilter,
  type ChargeKind,
  ChargeRepository,
} from '../../repositories/catalogue/charge.repository';
import { SubscriptionRepository } from '../../repositories/subscription.repository';
import { BillingAccountsService } from '../billing-accounts.service';
import { ChargeInvoices } from './charge-invoices.service';
import { ProductsService } from './products.service';
import { TaxCodesService } from './tax-codes.service';

/** Something to be paid once. What is left out comes from the product. */
export interface NewCharge {
  customerId: string;
  subscriptionId?: string;
  /** A ONE_OFF product. */
  productId?: string;
  /** Default ONE_OFF. */
  kind?: ChargeKind;
  /** Names the cause; a second charge for the same cause is the first one (billing.md G1). */
  sourceKey: string;
  description?: string;
  /** Default 1. */
  quantity?: number;
  /** Of one piece; gross when the tax code is inclusive. */
  unitPrice?: Money;
  taxCode?: string;
  revenueAccount?: RevenueAccount;
  /** Local day before which it is not invoiced; default: today. */
  billAfter?: LocalDate;
  /** Invoice it at once, by itself, instead of with the next invoice. */
  invoiceNow?: boolean;
}

type LockedAccount = BillingAccount & { now: Date };

/** What a charge is to cost, and how it is booked. */
interface Terms {
  description: string;
  unitPrice: bigint;
  taxCode: string;
  revenueAccount: RevenueAccount;
}

/** One-off charges: installation, devices, visits, fines (billing.md 1.4). */
@Injectable()
export class Charges {
  constructor(
    private readonly charges: ChargeRepository,
    private readonly subscriptions: SubscriptionRepository,
    private readonly accounts: BillingAccountsService,
    private readonly products: ProductsService,
    private readonly taxCodes: TaxCodesService,
    private readonly invoices: ChargeInvoices,
    private readonly actor: CurrentActor,
    private readonly audit: AuditLog,
  ) {}

  /** @throws DomainError CORE_NOT_FOUND, also for one outside the scope */
  async get(id: string): Promise<Charge> {
    const charge = await this.charges.find(id);
    if (!charge) throw CoreErrors.NOT_FOUND({ what: 'charge', id });
    return charge;
  }

  async list(request: ListRequest, filter: ChargeFilter): Promise<Page<Charge>> {
    return this.charges.page(request, filter);
  }

  /**
   * Adds a charge that waits for the next invoice of who pays, or is invoiced at once. The same cause again changes nothing
   * and returns the first charge.
   *
   * @throws DomainError CORE_NOT_FOUND (customer, subscription, product), BILLING_PRODUCT_KIND, BILLING_PRODUCT_RETIRED,
   * BILLING_PRODUCT_NOT_FOR_SITE, BILLING_PLAN_WITHOUT_PRICE, BILLING_CURRENCY_MISMATCH, BILLING_AMOUNT_NOT_POSITIVE,
   * BILLING_TAX_CODE_UNKNOWN
   */
  @Transactional()
  async add(input: NewCharge): Promise<Charge> {
    const payerId = await this.payerOf(input);
    const account = await this.lock(input.customerId, payerId);
    const known = await this.charges.findBySource(input.customerId, input.sourceKey);
    if (known) return known;
    const { customerId, subscriptionId = null, productId = null, kind = 'ONE_OFF', sourceKey, quantity = 1 } = input;
    const today = localDateOf(account.now, account.timeZone);
    const { unitPrice, ...terms } = await this.termsOf(input, account, today);
    if (unitPrice * BigInt(quantity) <= 0n) throw BillingErrors.AMOUNT_NOT_POSITIVE();
    const added = await this.charges.insert({
      ...{ customerId, subscriptionId, productId, kind, sourceKey, quantity, unitPriceAmount: unitPrice, ...terms },
      ...{ siteId: account.siteId, currency: account.currency, billAfter: input.billAfter ?? today },
      createdBy: this.actor.get().name,
    });
    await this.note('charge.added', added, { after: added });
    if (input.invoiceNow !== true) return added;
    await this.invoices.issue(added.id, payerId, account.now);
    return this.get(added.id);
  }

  /**
   * Takes back a charge that is not on an invoice yet; one that is needs a credit note.
   *
   * @throws DomainError CORE_NOT_FOUND, BILLING_CHARGE_STATE
   */
  @Transactional()
  async cancel(id: string): Promise<Charge> {
    const { customerId } = await this.get(id);
    const before = await this.lockedOf(id, customerId);
    const after = await this.charges.cancel(id);
    if (!after) throw BillingErrors.CHARGE_STATE({ state: before.state });
    await this.note('charge.cancelled', after, { before, after });
    return after;
  }

  private async lockedOf(id: string, customerId: string): Promise<Charge> {
    await this.accounts.lockOrOpen(customerId);
    return this.get(id);
  }

  /** On whose invoice it will stand: a family's payer pays for its children's services. */
  private async payerOf({ customerId, subscriptionId }: NewCharge): Promise<string> {
    if (subscriptionId === undefined) return customerId;
    const subscription = await this.subscriptions.find(subscriptionId);
    if (subscription?.customerId !== customerId) {
      throw CoreErrors.NOT_FOUND({ what: 'subscription', id: subscriptionId });
    }
    return (await this.charges.payerOf(subscriptionId)) ?? customerId;
  }

  /** Both accounts, in the order of their ids; returns that of the customer. */
  private async lock(customerId: string, payerId: string): Promise<LockedAccount> {
    if (payerId < customerId) await this.accounts.lockOrOpen(payerId);
    const account = await this.accounts.lockOrOpen(customerId);
    if (payerId > customerId) await this.accounts.lockOrOpen(payerId);
    return account;
  }

  private async termsOf(input: NewCharge, account: LockedAccount, today: LocalDate): Promise<Terms> {
    const { productId, unitPrice, kind = 'ONE_OFF' } = input;
    if (unitPrice && unitPrice.currency !== account.currency) {
      throw BillingErrors.CURRENCY_MISMATCH({ expected: account.currency, actual: unitPrice.currency });
    }
    if (input.taxCode !== undefined) await this.taxCodes.mustBeActive(input.taxCode);
    const ofProduct =
      productId === undefined
        ? { description: '', unitPrice: 0n, taxCode: 'NONE', revenueAccount: revenueAccountOf({ kind }) }
        : await this.termsOfProduct(productId, account, today, unitPrice?.amount);
    return {
      description: input.description ?? ofProduct.description,
      unitPrice: unitPrice?.amount ?? ofProduct.unitPrice,
      taxCode: input.taxCode ?? ofProduct.taxCode,
      revenueAccount: input.revenueAccount ?? ofProduct.revenueAccount,
    };
  }

  private async termsOfProduct(
    id: string,
    { siteId, currency }: LockedAccount,
    today: LocalDate,
    price: bigint | undefined,
  ): Promise<Terms> {
    const { kind, name: description, taxCode, revenueAccount } = await this.products.forSale(id, siteId);
    if (kind !== 'ONE_OFF') throw BillingErrors.PRODUCT_KIND({ kind: 'ONE_OFF' });
    const unitPrice = price ?? (await this.products.priceOn(id, today, currency));
    return { description, unitPrice, taxCode, revenueAccount };
  }

  private async note(action: string, charge: Charge, change: { before?: Charge; after: Charge }): Promise<void> {
    const { id, siteId } = charge;
    await this.audit.record({ action, subject: { type: 'charge', id }, siteId, ...change });
  }
}
