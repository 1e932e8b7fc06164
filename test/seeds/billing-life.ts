import { addDays, addMonths, DomainError, localDate, type LocalDate, Money, uuidv7 } from '@app/core';
import { BillingRunService, IsolateOverdueService, SettlementService } from '@app/billing';
import { type ServiceWorld } from '../../libs/billing/src/testing/service-world.fixture-spec';
import { type Chance } from './chance';
import { faults } from './faults';
import { operations } from './operations';
import { BEGIN, populate } from './population';

/** What one life came to. */
export interface LifeFigures {
  invoices: number;
  done: number;
  refused: number;
  faults: number;
}

/** Who owes so much that his services may be cut off. */
const DEBTORS = `select i.customer_id from invoices i where i.status = 'OPEN' and i.isolir_at <= (select app_now())`;

/** Autovacuum would measure these after the months below; a life that lasts two seconds gets plans for empty tables else. */
const GROWING = [
  ...['customers', 'billing_accounts', 'subscriptions', 'access_intents'],
  ...['invoices', 'invoice_lines', 'ledger_transactions', 'ledger_entries'],
].join(', ');
const GROWN: readonly number[] = [1, 6];

const RUN = { trigger: 'SCHEDULE', requestedBy: 'life' } as const;

/**
 * Months of an ISP in one go: runs, payments, changes, corrections, isolation, with faults in between. After every step the
 * books have to hold and nobody may be cut off who owes nothing.
 */
export class BillingLife {
  readonly figures: LifeFigures = { invoices: 0, done: 0, refused: 0, faults: 0 };
  private readonly log: string[] = [];
  today: LocalDate = localDate(BEGIN);

  constructor(
    readonly world: ServiceWorld,
    readonly chance: Chance,
  ) {}

  get database() {
    return this.world.billing.database;
  }

  /** @throws Error with the steps so far when something does not hold */
  async live(customers: number, months: number): Promise<LifeFigures> {
    try {
      await this.world.on(BEGIN, '00:10:00');
      await populate(this.world.billing, customers, this.chance);
      for (let month = 0; month < months; month++) {
        await this.month(month);
        if (GROWN.includes(month)) await this.database.execute(`analyze ${GROWING}`);
      }
      await this.settleUp();
    } catch (error) {
      const steps = this.log.slice(-30).join('\n');
      throw new Error(`seed ${this.chance.seed}, ${this.today}: ${String(error)}\n${steps}`, { cause: error });
    }
    return this.figures;
  }

  note(line: string): void {
    this.log.push(`${this.today} ${line}`);
  }

  async run(signal?: AbortSignal): Promise<number> {
    const { run } = await this.world.get(BillingRunService).run({ ...RUN, ...(signal ? { signal } : {}) });
    return run?.invoiceCount ?? 0;
  }

  /** Pays for a customer; the same payment may be handed in again. */
  async pay(customerId: string, amount: bigint, paymentId: string = uuidv7()): Promise<void> {
    const money = { paymentId, customerId, amount: Money.of(amount, 'IDR'), method: 'CASH' as const };
    await this.world.get(SettlementService).settle({ ...money, receivedAt: new Date(`${this.today}T03:00:00Z`) });
  }

  /** Somebody, and what he still has to pay. */
  async debtor(): Promise<{ customerId: string; due: bigint; invoiceId: string } | undefined> {
    const open = await this.database.query<{ customerId: string; due: bigint; invoiceId: string }>(
      `select customer_id as "customerId", total_amount - paid_amount - credited_amount as due, id as "invoiceId"
         from invoices where status = 'OPEN' order by issued_on, seq limit 50`,
    );
    return open.length === 0 ? undefined : this.chance.of(open);
  }

  private async month(month: number): Promise<void> {
    const first = addMonths(localDate(BEGIN), month);
    for (const [half, day] of [this.chance.below(10), 14 + this.chance.below(14)].entries()) {
      this.today = addDays(first, day);
      await this.world.on(this.today, `0${this.chance.below(10)}:15:00`);
      await this.step();
      // why: every document is hashed anew once a quarter only
      await this.mustHold({ exceptDocuments: half === 0 || month % 3 !== 2 });
    }
  }

  private async step(): Promise<void> {
    if (this.chance.happens(0.2)) await this.fault();
    this.figures.invoices += await this.run();
    if (this.chance.happens(0.3) && (await this.run()) !== 0) throw new Error('a second run found something to bill');
    for (let n = this.chance.below(3); n >= 0; n--) await this.operate();
    if (this.chance.happens(0.4)) await this.world.get(IsolateOverdueService).run();
  }

  private async fault(): Promise<void> {
    const [name, happen] = this.chance.of(Object.entries(faults));
    this.note(`fault ${name}`);
    this.figures.faults++;
    await happen(this);
  }

  /** Something that somebody does. What the rules forbid is refused with a reason of theirs and changes nothing. */
  private async operate(): Promise<void> {
    const [name, act] = this.chance.of(Object.entries(operations));
    try {
      this.note(`${name} ${(await act(this)) ?? ''}`);
      this.figures.done++;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      this.note(`${name} refused: ${error.code}`);
      this.figures.refused++;
    }
  }

  private async mustHold(options: { exceptDocuments?: boolean } = {}): Promise<void> {
    await this.world.mustHold({ ...options, often: true });
    const cutOff = await this.database.query<{ id: string }>(
      `select a.subscription_id as id from access_intents a join subscriptions s on s.id = a.subscription_id
        where a.desired = 'ISOLATED' and s.status = 'ACTIVE' and s.customer_id not in (${DEBTORS})
          and coalesce(s.payer_customer_id, s.customer_id) not in (${DEBTORS}) and not exists (
          select from access_overrides o where o.customer_id = s.customer_id and o.kind = 'FORCE_ISOLATE')`,
    );
    if (cutOff.length > 0) throw new Error(`I9: ${cutOff.length} are isolated without debt, such as ${cutOff[0]?.id}`);
  }

  /** Everybody pays; then nothing is left to bill, nothing is due and nobody is isolated. */
  private async settleUp(): Promise<void> {
    await this.database.execute('update subscriptions set parked = false where parked');
    await this.run();
    const left = await this.database.queryOne<{ due: bigint }>(
      `select count(*) as due from subscriptions where status = 'ACTIVE' and not parked and next_bill_at <= app_now()`,
    );
    if (left?.due !== 0n) throw new Error(`${left?.due} subscriptions are left to bill`);
    await this.mustHold();
  }
}
