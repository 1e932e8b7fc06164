import { type ClockView } from '../../services/clock/billing-clock.service';
import { type BillingClockDto } from './dto/billing-clock.dto';

const STATES = { TICK: 'TRUSTED', CATCH_UP: 'CATCHING_UP', REFUSE: 'REFUSED', HOLD: 'HELD' } as const;

export function presentClock({ verdict, times, faults, heartbeats }: ClockView): BillingClockDto {
  return {
    state: STATES[verdict.kind],
    now: times.now,
    lastAsOf: times.lastAsOf,
    faults: faults.map(({ id, processKey, jumpMs, seenAt }) => ({
      ...{ id, seenAt, process: processKey },
      jumpSeconds: Math.round(Number(jumpMs) / 1000),
    })),
    processes: heartbeats.map(({ processKey, wallAt }) => ({ process: processKey, seenAt: wallAt })),
  };
}
