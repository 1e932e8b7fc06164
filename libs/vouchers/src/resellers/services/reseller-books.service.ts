import { Injectable } from '@nestjs/common';
import { type CashAccount, ResellerJournal, type ResellerPosting } from '@app/billing';
import { SitesService } from '@app/iam';
import { CurrentActor, DatabaseClock } from '@app/platform';
import { type VoucherBatch } from '../../domain/voucher-batch';
import { commissionBack, commissionOf, type ResellerDeposit, type WalletMove } from '../domain/wallet';
import { ResellerWalletRepository, type WalletFloor } from '../repositories/reseller-wallet.repository';
import { ResellerErrors } from '../resellers.errors';
import { ResellerWallets } from './reseller-wallets.service';

type SoldBatch = Pick<VoucherBatch, 'id' | 'siteId' | 'resellerId' | 'name' | 'quantity' | 'costAmount' | 'currency'>;

/** What is posted here; top-ups are posted as payments. */
type BookedMove = WalletMove & { kind: Exclude<WalletMove['kind'], 'TOP_UP' | 'TOP_UP_RETURN'> };

const BOOKED: Readonly<
  Record<
    BookedMove['kind'],
    { refType: ResellerPosting['refType']; against: 'REVENUE.HOTSPOT' | 'COMMISSION' | 'CASH' }
  >
> = {
  DEPOSIT: { refType: 'RESELLER_DEPOSIT', against: 'CASH' },
  WITHDRAWAL: { refType: 'RESELLER_WITHDRAWAL', against: 'CASH' },
  PURCHASE: { refType: 'RESELLER_PURCHASE', against: 'REVENUE.HOTSPOT' },
  REFUND: { refType: 'RESELLER_REFUND', against: 'REVENUE.HOTSPOT' },
  COMMISSION: { refType: 'RESELLER_COMMISSION', against: 'COMMISSION' },
  COMMISSION_RETURN: { refType: 'RESELLER_COMMISSION_RETURN', against: 'COMMISSION' },
};

/** Wallet and ledger, always both, inside the caller's transaction; a unique key refuses a second time. */
@Injectable()
export class ResellerBooks {
  constructor(
    private readonly wallets: ResellerWalletRepository,
    private readonly views: ResellerWallets,
    private readonly journal: ResellerJournal,
    private readonly sites: SitesService,
    private readonly actor: CurrentActor,
    private readonly clock: DatabaseClock,
  ) {}

  async deposit(
    { id, resellerId, siteId, amount, currency, note }: ResellerDeposit,
    account: CashAccount,
  ): Promise<void> {
    await this.book(resellerId, siteId, currency, [{ kind: 'DEPOSIT', refId: id, amount, note }], account);
  }

  /** @throws DomainError RESELLERS_BALANCE_TOO_LOW where the balance, without his limit, is not enough */
  async withdrawal(
    { id, resellerId, siteId, amount, currency, note }: ResellerDeposit,
    account: CashAccount,
  ): Promise<void> {
    await this.book(resellerId, siteId, currency, [{ kind: 'WITHDRAWAL', refId: id, amount: -amount, note }], account);
  }

  /**
   * Money that came, or goes back, through a payment: the payment's posting has the id of `refId`.
   *
   * @param floor `NONE` for a chargeback: the money is gone, and he owes what he has spent of it
   * @throws DomainError RESELLERS_BALANCE_TOO_LOW where it was spent: by default it can only go back within his limit
   */
  async topUp(
    { resellerId, note }: Pick<ResellerDeposit, 'resellerId' | 'note'>,
    { refId, amount }: Pick<WalletMove, 'refId' | 'amount'>,
    floor: WalletFloor = 'LIMIT',
  ): Promise<void> {
    const kind = amount > 0n ? 'TOP_UP' : 'TOP_UP_RETURN';
    const byName = this.actor.get().name;
    const done = await this.wallets.move(resellerId, [{ kind, refId, amount, note }], await this.clock.sample(), {
      byName,
      floor,
    });
    if (!done) throw ResellerErrors.BALANCE_TOO_LOW();
  }

  /** Was this batch paid from a wallet? */
  async isPaid(batchId: string): Promise<boolean> {
    return (await this.wallets.moved('PURCHASE', batchId)) !== undefined;
  }

  /** @throws DomainError RESELLERS_BALANCE_TOO_LOW, BILLING_PERIOD_CLOSED */
  async purchase(resellerId: string, batch: SoldBatch): Promise<void> {
    const { id: refId, siteId, currency, quantity, costAmount, name: note } = batch;
    const amount = costAmount * BigInt(quantity);
    if (amount === 0n) return;
    const { commissionBps } = await this.views.get(resellerId);
    const commission = commissionOf(amount, commissionBps);
    const moves: BookedMove[] = [{ kind: 'PURCHASE', refId, amount: -amount, note }];
    if (commission > 0n) moves.push({ kind: 'COMMISSION', refId, amount: commission, note });
    await this.book(resellerId, siteId, currency, moves);
  }

  /**
   * Unsold vouchers of a batch that he paid for come back; nothing for one that he did not pay.
   *
   * @param refId the batch, or the one voucher: refunded once
   */
  async refund(batch: SoldBatch, refId: string, count: number): Promise<void> {
    const { id, siteId, resellerId, currency, quantity, costAmount, name: note } = batch;
    if (resellerId === null || count === 0 || costAmount === 0n || !(await this.isPaid(id))) return;
    const commission = (await this.wallets.moved('COMMISSION', id)) ?? 0n;
    const back = commissionBack(commission, count, quantity);
    const moves: BookedMove[] = [{ kind: 'REFUND', refId, amount: costAmount * BigInt(count), note }];
    if (back > 0n) moves.push({ kind: 'COMMISSION_RETURN', refId, amount: -back, note });
    await this.book(resellerId, siteId, currency, moves);
  }

  private async book(
    resellerId: string,
    siteId: string,
    currency: string,
    moves: readonly BookedMove[],
    cash: CashAccount = 'CASH.OFFICE',
  ): Promise<void> {
    const now = await this.clock.sample();
    const floor = moves.some(({ kind }) => kind === 'WITHDRAWAL') ? 'ZERO' : 'LIMIT';
    const done = await this.wallets.move(resellerId, moves, now, { byName: this.actor.get().name, floor });
    if (!done) throw ResellerErrors.BALANCE_TOO_LOW();
    const { timeZone } = await this.sites.get(siteId);
    await this.journal.post(
      moves.map(({ kind, refId, amount }) => {
        const { refType, against } = BOOKED[kind];
        const account = against === 'CASH' ? cash : against;
        return { refType, refId, amount, against: account, currency, timeZone, occurredAt: now };
      }),
    );
  }
}
