import { hostname } from 'node:os';
import { Injectable, Logger } from '@nestjs/common';
import { Alerts, AuditLog, CurrentActor, Database } from '@app/platform';
import { BillingErrors } from '../../billing.errors';
import { type ClockVerdict, judgeClock } from '../../domain/guards/clock-judgement';
import {
  BillingClockRepository,
  type ClockFault,
  type DatabaseTimes,
  type Heartbeat,
} from '../../repositories/clock/billing-clock.repository';
import { clockFaultAlert, clocksDisagreeAlert, wentBackAlert } from './clock-alerts';
import { MachineClock } from './machine-clock';

/** What the clocks allow at this moment. */
export interface ClockState {
  verdict: ClockVerdict;
  times: DatabaseTimes;
}

/** The clock as people see it. */
export interface ClockView extends ClockState {
  faults: ClockFault[];
  heartbeats: Heartbeat[];
}

/**
 * Decides whether money may follow the clock (billing.md G7). A clock that jumped while this process lived is a fault: it
 * holds billing and isolation of every process until somebody confirms. Clocks that disagree or went back allow no tick; a
 * process that was down has missed ticks, which are caught up. Judged in the machine's time: product time travels on purpose
 * in tests and the demo.
 */
@Injectable()
export class BillingClock {
  private readonly logger = new Logger(BillingClock.name);
  private readonly processKey = `${hostname()}:${process.pid}`;
  private previous: { wall: Date; monotonicMs: number } | null = null;
  /** Alerts of this process, or of one before it, may be open. */
  private hasRefused = true;

  constructor(
    private readonly repository: BillingClockRepository,
    private readonly machine: MachineClock,
    private readonly database: Database,
    private readonly alerts: Alerts,
    private readonly audit: AuditLog,
    private readonly actor: CurrentActor,
  ) {}

  /** Looks at the clocks, remembers what it saw, and raises or resolves the alerts. */
  async look(siteId: string | null = null): Promise<ClockState> {
    const times = await this.repository.times(siteId);
    const { verdict, seen } = this.judge(times);
    this.previous = seen;
    if (verdict.kind === 'HOLD' && !times.isHeld) await this.hold(verdict.byMs);
    await this.tell(verdict);
    return { verdict, times };
  }

  /** A sign of life, and a look. Nothing is noted while the clock is in doubt. */
  async beat(): Promise<void> {
    const { verdict } = await this.look();
    if (verdict.kind !== 'HOLD') await this.repository.beat(this.processKey, this.machine.monotonicMs());
  }

  /**
   * For whoever is about to bill or to isolate.
   *
   * @throws DomainError BILLING_CLOCK_HELD, BILLING_CLOCKS_DISAGREE, BILLING_AS_OF_WENT_BACK
   */
  async assertTrusted(siteId: string | null = null): Promise<ClockState> {
    const state = await this.look(siteId);
    const { verdict, times } = state;
    if (verdict.kind === 'HOLD') throw BillingErrors.CLOCK_HELD();
    if (verdict.kind !== 'REFUSE') return state;
    if (verdict.why === 'CLOCKS_DISAGREE') {
      throw BillingErrors.CLOCKS_DISAGREE({ seconds: Math.round(verdict.byMs / 1000) });
    }
    throw BillingErrors.AS_OF_WENT_BACK({ last: times.lastAsOf?.toISOString() ?? '' });
  }

  /** Looks without noting anything: what was seen last stays what the next look compares with. */
  async view(): Promise<ClockView> {
    const times = await this.repository.times(null);
    return {
      verdict: this.judge(times).verdict,
      times,
      faults: await this.repository.openFaults(),
      heartbeats: await this.repository.heartbeats(),
    };
  }

  /** Somebody looked: the time is right now, work goes on. @throws DomainError BILLING_CLOCK_NOT_HELD */
  async confirm(): Promise<ClockView> {
    await this.database.transaction(async () => {
      const faults = await this.repository.confirm(this.actor.get().id);
      if (faults.length === 0) throw BillingErrors.CLOCK_NOT_HELD();
      await this.audit.record({
        action: 'billing.clock.confirmed',
        after: { faults: faults.map(({ id, jumpMs }) => ({ id, jumpMs: jumpMs.toString() })) },
      });
      await this.alerts.resolve(clockFaultAlert(0).key);
    });
    return this.view();
  }

  private judge(times: DatabaseTimes): { verdict: ClockVerdict; seen: { wall: Date; monotonicMs: number } } {
    const travelled = times.now.getTime() - times.realNow.getTime();
    const real = (instant: Date | null): Date | null => instant && new Date(instant.getTime() - travelled);
    const wall = this.machine.now();
    const monotonicMs = this.machine.monotonicMs();
    const { previous } = this;
    const verdict = judgeClock({
      ...{ dbNow: times.realNow, appNow: wall, monotonicMs, previous },
      lastAsOf: real(times.lastAsOf),
      lastHeartbeat: real(times.lastHeartbeat),
    });
    const isHeld = times.isHeld && verdict.kind !== 'HOLD';
    return {
      verdict: isHeld ? { kind: 'HOLD', why: 'CLOCK_FAULT', byMs: 0 } : verdict,
      seen: { wall: laterOf(wall, times.realNow), monotonicMs },
    };
  }

  private async hold(byMs: number): Promise<void> {
    this.logger.error(
      `the clock jumped by ${Math.round(byMs / 1000)} s while this process ran: billing and isolation wait`,
    );
    await this.database.transaction(async () => {
      await this.repository.openFault(this.processKey, byMs);
      await this.audit.record({ action: 'billing.clock.held', after: { jumpMs: Math.round(byMs) } });
      await this.alerts.raise(clockFaultAlert(byMs));
    });
  }

  private async tell(verdict: ClockVerdict): Promise<void> {
    if (verdict.kind === 'REFUSE') {
      const alert = verdict.why === 'CLOCKS_DISAGREE' ? clocksDisagreeAlert(verdict.byMs) : wentBackAlert(verdict.byMs);
      this.logger.error(`${alert.title.en}: nothing is billed`);
      this.hasRefused = true;
      await this.alerts.raise(alert);
    } else if (verdict.kind !== 'HOLD' && this.hasRefused) {
      await this.alerts.resolve(clocksDisagreeAlert(0).key);
      await this.alerts.resolve(wentBackAlert(0).key);
      this.hasRefused = false;
    }
  }
}

const laterOf = (a: Date, b: Date): Date => (a > b ? a : b);
