import { Injectable } from '@nestjs/common';
import { CASH_ACCOUNTS, type CashAccount } from '@app/billing';
import { CurrentActor, together } from '@app/platform';
import { type ManualMethod } from '../../domain/payment-method';
import { CashClosingRepository } from '../../repositories/cash-book/cash-closing.repository';
import { type CashDesk } from '../../repositories/cash-book/cash-desk.repository';
import { CashDesks } from './cash-desks.service';

/** Where money that somebody takes at a counter lies, and the shift that he answers for it with. */
export interface Drawer {
  cashAccount: CashAccount;
  closingId: string | null;
}

/** Something sold for cash that is no payment of a customer, such as a voucher. */
export interface CounterCash {
  saleId: string;
  /** In booking units. */
  amount: bigint;
  currency: string;
}

/** The drawers of cashiers: which desk takes the cash of a payment, and whose shift it belongs to. */
@Injectable()
export class CashDrawer {
  constructor(
    private readonly closings: CashClosingRepository,
    private readonly desks: CashDesks,
    private readonly actor: CurrentActor,
  ) {}

  /**
   * Cash goes to the desk of the caller's open shift, else to the site's. Shift and day stay open until the transaction
   * ends. An account that the caller names is taken as it is; that of his own desk is part of his shift all the same.
   *
   * @throws DomainError CASH_DAY_CLOSED
   */
  async open(siteId: string, method: ManualMethod, named?: CashAccount): Promise<Drawer> {
    if (named !== undefined) {
      const closingId = method === 'CASH' && isDesk(named) ? await this.shiftAt(named) : null;
      await this.desks.holdAccount(named);
      return { cashAccount: named, closingId };
    }
    const [shift, ofSite] = await together([
      this.closings.holdOpen(this.actor.get().id),
      method === 'CASH' ? this.desks.maybeOfSite(siteId) : undefined,
    ]);
    const closingId = shift?.id ?? null;
    if (method !== 'CASH') return { cashAccount: CASH_ACCOUNTS[method], closingId };
    const desk = shift ? await this.desks.byId(shift.deskId) : ofSite;
    if (desk) await this.desks.hold(desk);
    return { cashAccount: desk?.account ?? CASH_ACCOUNTS.CASH, closingId };
  }

  /**
   * The desk that takes a remittance; its cash is part of the shift of whoever counted it there.
   *
   * @throws DomainError CASH_DAY_CLOSED
   */
  async received(countedBy: string, deskId: string, remittanceId: string): Promise<CashDesk> {
    const shift = await this.closings.holdOpen(countedBy);
    const desk = await this.desks.byId(deskId);
    await this.desks.hold(desk);
    if (shift?.deskId === desk.id) await this.closings.addRemittance(shift.id, remittanceId);
    return desk;
  }

  /** The payment is part of the shift. */
  async took({ closingId }: Drawer, paymentId: string): Promise<void> {
    if (closingId !== null) await this.closings.addPayment(closingId, paymentId);
  }

  /** The sale is part of the shift. */
  async sold({ closingId }: Drawer, sale: CounterCash): Promise<void> {
    if (closingId !== null) await this.closings.addSale(closingId, 'SALE', sale);
  }

  /**
   * Money of a sale goes back, out of the account that took it; part of the caller's shift where that is his desk's.
   *
   * @throws DomainError CASH_DAY_CLOSED
   */
  async gaveBack(account: CashAccount, { amount, ...sale }: CounterCash): Promise<void> {
    const closingId = await this.shiftAt(account);
    await this.desks.holdAccount(account);
    if (closingId !== null) await this.closings.addSale(closingId, 'RETURN', { ...sale, amount: -amount });
  }

  /** The caller's open shift, if it is at the desk of this account. */
  private async shiftAt(account: CashAccount): Promise<string | null> {
    const shift = await this.closings.holdOpen(this.actor.get().id);
    if (!shift) return null;
    return (await this.desks.byId(shift.deskId)).account === account ? shift.id : null;
  }
}

const isDesk = (account: CashAccount): boolean =>
  account === CASH_ACCOUNTS.CASH || account.startsWith(`${CASH_ACCOUNTS.CASH}.`);
