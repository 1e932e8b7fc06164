import {
  addDays,
  daysBetween,
  type DomainError,
  epochDay,
  fromEpochDay,
  localDate,
  type LocalDate,
  rdiv,
} from '@app/core';
import { ServiceWorld } from '../../testing/service-world.fixture-spec';
import { Cancellations } from './cancellations.service';
import { Pauses } from './pauses.service';
import { PlanChanges } from './plan-changes.service';

const SEED = Number(process.env.TEST_SEED ?? 20_261_122);
const LIVES = 50;
const FIRST = localDate('2026-01-01');
const DAYS = 150;
const PRICES = [0n, 150_000n, 199_000n, 250_000n, 333_333n];

/** Numbers that look random and are the same for the same seed. */
function random(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

/** What a service should have been billed for, kept by days and without any function of the product. */
class Life {
  id = '';
  customerId = '';
  /** Days with service, each with whether its plan costs something. */
  readonly days = new Map<number, boolean>();
  price: bigint;
  paused: LocalDate | undefined;
  ended = false;
  readonly next: (below: number) => number;

  constructor(readonly n: number) {
    this.next = random(SEED + n);
    this.price = PRICES[1 + this.next(PRICES.length - 1)]!;
  }

  serve(from: LocalDate, until = addDays(FIRST, 600)): void {
    for (let day = epochDay(from); day < epochDay(until); day++) this.days.set(day, this.price > 0n);
  }

  stop(from: LocalDate, until?: LocalDate): void {
    const last = until === undefined ? Infinity : epochDay(until);
    for (const day of [...this.days.keys()]) if (day >= epochDay(from) && day < last) this.days.delete(day);
  }
}

interface Share {
  id: string;
  first: LocalDate;
  last: LocalDate;
  of: number;
  price: bigint;
  gross: bigint;
  rest: bigint;
  credited: [LocalDate, LocalDate][];
}

const shareOf = (row: Share, days: number): bigint => rdiv(row.price * BigInt(days), BigInt(row.of));

/** Not the second piece of a waiting debit that a pause cut in two. */
const isWhole = (row: Share): boolean => row.gross === shareOf(row, daysBetween(row.first, row.last));

function restOf(row: Share): bigint {
  let rest = 0n;
  for (let n = 0; n < daysBetween(row.first, row.last); n++) {
    const day = addDays(row.first, n);
    if (!row.credited.some(([from, to]) => day >= from && day < to)) rest += shareOf(row, n + 1) - shareOf(row, n);
  }
  return rest;
}

describe(`lives of ${LIVES} services side by side (seed ${SEED})`, () => {
  let world: ServiceWorld;
  const plans = new Map<string, string>();
  const lives = Array.from({ length: LIVES }, (_, n) => new Life(n));

  beforeAll(async () => {
    world = await ServiceWorld.create();
    await world.reset();
    await world.on(FIRST);
    for (const kind of ['RECURRING_ADVANCE', 'RECURRING_ARREARS']) {
      for (const deltaSettlement of ['INVOICE_NOW', 'PENDING']) {
        for (const price of PRICES) {
          const policies = { deltaSettlement };
          const plan = await world.billing.plan(price, { billingType: kind, policies } as object);
          plans.set(`${kind} ${deltaSettlement} ${price}`, plan);
        }
      }
    }
  });
  afterAll(() => world.close());

  const planOf = (life: Life, price: bigint): string =>
    plans.get(
      `${life.n % 3 === 0 ? 'RECURRING_ARREARS' : 'RECURRING_ADVANCE'} ${life.n % 5 === 0 ? 'PENDING' : 'INVOICE_NOW'} ${price}`,
    )!;

  const begin = async (life: Life, today: LocalDate): Promise<void> => {
    const started = await world.start(planOf(life, life.price), { anchorDay: 1 + life.next(31), tick: false });
    Object.assign(life, started);
    life.serve(today);
  };

  const change = async (life: Life, today: LocalDate): Promise<void> => {
    const price = PRICES[life.next(PRICES.length)]!;
    if (price === life.price) return;
    await world.get(PlanChanges).change(life.id, { planId: planOf(life, price), when: 'NOW' });
    life.price = price;
    life.serve(today);
  };

  const pauseOrResume = async (life: Life, today: LocalDate): Promise<void> => {
    if (life.paused === undefined) {
      await world.get(Pauses).pause(life.id, { policy: 'CREDIT' });
      life.paused = today;
      return;
    }
    await world.get(Pauses).resume(life.id);
    life.stop(life.paused, today);
    life.paused = undefined;
  };

  const cancel = async (life: Life, today: LocalDate): Promise<void> => {
    await world.get(Cancellations).cancel(life.id, { when: 'NOW', policy: 'CREDIT' });
    life.stop(life.paused ?? addDays(today, 1));
    Object.assign(life, { ended: true, paused: undefined });
  };

  const act = async (life: Life, today: LocalDate): Promise<void> => {
    const dice = life.next(20);
    if (life.ended) return;
    if (dice < 9 && life.paused === undefined) await change(life, today);
    else if (dice < 15) await pauseOrResume(life, today);
    else if (dice < 18) await world.payAll(life.customerId);
    else if (dice === 19 && daysBetween(FIRST, today) > 60) await cancel(life, today);
  };

  /** Every day that documents charge for and did not give back, and how often. */
  const charged = async (life: Life): Promise<Map<number, number>> => {
    const rows = await world.billing.database.query<{ first: LocalDate; last: LocalDate; sign: number }>(
      `select l.period_start as first, l.period_end as last, 1 as sign from invoice_lines l
        where l.subscription_id = $1 and l.period_start is not null
       union all
       select n.period_start, n.period_end, -1 from credit_note_lines n join invoice_lines l on l.id = n.invoice_line_id
        where l.subscription_id = $1
       union all
       select period_start, period_end, 1 from charges where subscription_id = $1 and state = 'PENDING'`,
      [life.id],
    );
    const counts = new Map<number, number>();
    for (const { first, last, sign } of rows) {
      for (let day = epochDay(first); day < epochDay(last); day++) counts.set(day, (counts.get(day) ?? 0) + sign);
    }
    return counts;
  };

  /** Lines whose rest, after their credit notes, is not the exact share of the days that are left (billing.md M3). */
  const unfair = async (): Promise<string[]> => {
    const rows = await world.billing.database.query<Share>(
      `select l.id, l.period_start as first, l.period_end as last, l.natural_days as "of", l.unit_price_amount as price,
              l.gross_amount as gross, l.net_amount - coalesce(c.net, 0) as rest, coalesce(c.days, '[]') as credited
         from invoice_lines l
         left join (select invoice_line_id, sum(net_amount)::bigint as net,
                           jsonb_agg(jsonb_build_array(period_start, period_end)) as days
                      from credit_note_lines group by 1) c on c.invoice_line_id = l.id
        where l.period_start is not null`,
    );
    return rows.filter((row) => isWhole(row) && restOf(row) !== row.rest).map((row) => row.id);
  };

  it('every day with service is billed once and no other day, and the books hold after every day', async () => {
    const steps = random(SEED);
    for (let today = FIRST; daysBetween(FIRST, today) < DAYS; today = addDays(today, 1 + steps(9))) {
      await world.on(today);
      for (const life of lives) {
        try {
          if (life.id === '') {
            if (life.next(4) === 0) await begin(life, today);
          } else if (life.next(4) === 0) await act(life, today);
        } catch (error) {
          throw new Error(`life ${life.n} on ${today}: ${(error as DomainError).message}`, { cause: error });
        }
      }
      await world.tick();
      await world.mustHold();
    }
    const end = addDays(FIRST, DAYS + 40);
    await world.on(end);
    for (const life of lives) if (life.paused !== undefined) await pauseOrResume(life, end);
    await world.tick();
    await world.mustHold();
    expect(await unfair()).toEqual([]);
    const notes = await world.billing.database.query('select id from credit_notes');
    expect(notes.length).toBeGreaterThan(LIVES / 2);
    for (const life of lives) {
      const { nextPeriodStart } = await world.subscription(life.id);
      const counts = await charged(life);
      const expected = [...life.days].filter(([day, costs]) => costs && fromEpochDay(day) < nextPeriodStart!);
      const wrong = [...counts].filter(([day, times]) => times !== (life.days.get(day) === true ? 1 : 0));
      const missing = expected.filter(([day]) => (counts.get(day) ?? 0) !== 1);
      const names = (days: [number, unknown][]): string[] => days.slice(0, 3).map(([day]) => fromEpochDay(day));
      expect({ life: life.n, wrong: names(wrong), missing: names(missing) }).toEqual({
        ...{ life: life.n, wrong: [], missing: [] },
      });
    }
  }, 300_000);
});
