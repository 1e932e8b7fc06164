import { addDays, daysBetween } from '@app/core';
import { type ChargeLine, stretchOfLine } from '../charges/charge-line';
import { baseAfter } from '../charges/price-curve';
import { daysOf, overlapOf, type Stretch, without } from '../charges/stretch';
import { taxed } from '../invoice-calculator';

/** Debit of a change that no invoice carries yet. */
export interface WaitingDebit {
  readonly chargeId: string;
  readonly line: ChargeLine;
}

/** What a later change leaves of waiting debits. */
export interface CutDebits {
  /** Charges that are cancelled. */
  readonly replaced: readonly string[];
  /** What waits instead of them. */
  readonly kept: readonly ChargeLine[];
}

/**
 * Takes days out of debits that are not invoiced yet: nothing has to be credited for them. What is left of a debit is cut
 * from its own curve, so that nothing is lost or gained by rounding (billing.md M3).
 */
export function cutWaiting(waiting: readonly WaitingDebit[], days: Stretch): CutDebits {
  const touched = waiting.filter(({ line }) => overlapOf(periodOf(line), days));
  return {
    replaced: touched.map(({ chargeId }) => chargeId),
    kept: touched.flatMap(({ line }) => without(periodOf(line), [days]).map((piece) => pieceOf(line, piece))),
  };
}

/** Moves the days of debits that are not invoiced yet behind a pause, as those of invoices move (billing.md Q6 EXTEND). */
export function moveWaiting(waiting: readonly WaitingDebit[], pause: Stretch): CutDebits {
  const touched = waiting.filter(({ line }) => line.periodEnd > pause.start);
  return {
    replaced: touched.map(({ chargeId }) => chargeId),
    kept: touched.flatMap(({ line }) => {
      const unused = { start: pause.start, end: line.periodEnd };
      const used = { start: line.periodStart, end: pause.start };
      const before = without(periodOf(line), [unused]).map((piece) => pieceOf(line, piece));
      const after = without(periodOf(line), [used]).map((piece) => pieceOf(line, piece));
      return [...before, ...after.map((piece) => movedBy(piece, daysOf(pause)))];
    }),
  };
}

const movedBy = (line: ChargeLine, days: number): ChargeLine => ({
  ...line,
  periodStart: addDays(line.periodStart, days),
  periodEnd: addDays(line.periodEnd, days),
});

const periodOf = (line: ChargeLine): Stretch => ({ start: line.periodStart, end: line.periodEnd });

function pieceOf(line: ChargeLine, piece: Stretch): ChargeLine {
  const curve = stretchOfLine(line);
  const [from, to] = [daysBetween(line.periodStart, piece.start), daysBetween(line.periodStart, piece.end)];
  const gross = baseAfter(curve, to) - baseAfter(curve, from);
  return { ...line, periodStart: piece.start, periodEnd: piece.end, gross, ...taxed(gross, line.taxRule) };
}
