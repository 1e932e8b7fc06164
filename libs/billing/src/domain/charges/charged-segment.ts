import { addDays, daysBetween, type LocalDate } from '@app/core';
import { type LineAmounts } from '../invoice-calculator';
import { amountsAfter, minus, NOTHING, type PricedStretch, sumOf } from './price-curve';
import { daysOf, overlapOf, type Stretch, without } from './stretch';

/** Days of a line that a credit note took back, with what it gave for them. */
export interface CreditedStretch extends Stretch, LineAmounts {}

/** A line that was invoiced for a stretch of days, and what has become of it: the history that every change reads. */
export interface ChargedSegment extends PricedStretch {
  readonly lineId: string;
  readonly invoiceId: string;
  readonly subscriptionId: string;
  readonly chargeCode: string;
  /** What the line says. */
  readonly description?: string | undefined;
  /** Of the invoice line: plan or add-on. */
  readonly planId?: string | undefined;
  readonly productId?: string | undefined;
  /** What the line says. It decides, whatever the curve would give today. */
  readonly charged: LineAmounts;
  /** Days credited so far. No two of them overlap. */
  readonly credited: readonly CreditedStretch[];
  /** Credited without naming days (goodwill, correction of the amount). */
  readonly creditedOtherwise?: LineAmounts | undefined;
  /** Pauses by which the end moved instead of a credit (billing.md Q6 EXTEND): their days use up nothing. */
  readonly extensions?: readonly Stretch[] | undefined;
}

/** A line of a credit note: days of one charged line, with their exact share of net and tax. */
export interface CreditLine extends CreditedStretch {
  readonly lineId: string;
  readonly invoiceId: string;
  readonly subscriptionId: string;
  readonly chargeCode: string;
  readonly planId?: string | undefined;
  readonly productId?: string | undefined;
  readonly days: number;
}

/** First day that the segment no longer pays for, extensions included. */
export function coverageEnd(segment: ChargedSegment): LocalDate {
  return (segment.extensions ?? []).reduce((end, pause) => addDays(end, daysOf(pause)), segment.end);
}

/** First day that the segment pays for: pauses that begin no later than it, as others have moved it, move it on. */
export function coverageStart(segment: ChargedSegment): LocalDate {
  const pauses = [...(segment.extensions ?? [])].sort((a, b) => (a.start < b.start ? -1 : 1));
  return pauses.reduce((start, pause) => (pause.start <= start ? addDays(start, daysOf(pause)) : start), segment.start);
}

/** Are there days of it that nobody has credited? */
export function stands(segment: ChargedSegment, from = coverageStart(segment)): boolean {
  const end = coverageEnd(segment);
  return end > from && without({ start: from, end }, segment.credited).length > 0;
}

/** What the line may still give back: charged less everything credited (billing.md 1.8, I5). */
export function creditable(segment: ChargedSegment): LineAmounts {
  return minus(segment.charged, sumOf([...segment.credited, segment.creditedOtherwise ?? NOTHING]));
}

/**
 * What the days before `date` have used up of the charge. At the end it is what was charged, so that used + unused =
 * charged for net, tax and gross (billing.md M3).
 */
export function usedBefore(segment: ChargedSegment, date: LocalDate): LineAmounts {
  const position = positionOf(segment, date);
  return position === daysOf(segment) ? segment.charged : amountsAfter(segment, position);
}

/**
 * The credit for the days of `stretch` that the segment covers and nobody has credited yet: one line per connected piece,
 * each the difference of two points on the curve of the charge, never more than what the line may still give back.
 */
export function creditOf(segment: ChargedSegment, stretch: Stretch): CreditLine[] {
  const covered = overlapOf(stretch, { start: coverageStart(segment), end: coverageEnd(segment) });
  if (!covered) return [];
  let left = creditable(segment);
  const lines: CreditLine[] = [];
  for (const piece of without(covered, [...segment.credited, ...(segment.extensions ?? [])])) {
    const days = positionOf(segment, piece.end) - positionOf(segment, piece.start);
    if (days === 0) continue;
    const exact = minus(usedBefore(segment, piece.end), usedBefore(segment, piece.start));
    const amounts = { net: lesser(exact.net, left.net), tax: lesser(exact.tax, left.tax) };
    left = minus(left, amounts);
    lines.push({ ...originOf(segment), ...piece, ...amounts, days });
  }
  return lines;
}

/** {@link creditOf} over all segments. */
export function creditsFor(segments: readonly ChargedSegment[], stretch: Stretch): CreditLine[] {
  return segments.flatMap((segment) => creditOf(segment, stretch));
}

/** The history after these credit lines were issued. */
export function withCredits(segments: readonly ChargedSegment[], lines: readonly CreditLine[]): ChargedSegment[] {
  return segments.map((segment) => {
    const own = lines.filter((line) => line.lineId === segment.lineId);
    return own.length === 0 ? segment : { ...segment, credited: [...segment.credited, ...own] };
  });
}

function originOf(segment: ChargedSegment): Omit<CreditLine, keyof CreditedStretch | 'days'> {
  const { lineId, invoiceId, subscriptionId, chargeCode, planId, productId } = segment;
  return { lineId, invoiceId, subscriptionId, chargeCode, planId, productId };
}

/** Days of the charge that lie before `date`: those of pauses that moved the end do not count. */
function positionOf(segment: ChargedSegment, date: LocalDate): number {
  const paused = (segment.extensions ?? []).reduce((days, pause) => {
    const before = overlapOf(pause, { start: pause.start, end: date });
    return before ? days + daysOf(before) : days;
  }, 0);
  const position = daysBetween(segment.start, date) - paused;
  return Math.min(Math.max(position, 0), daysOf(segment));
}

const lesser = (a: bigint, b: bigint): bigint => (a < b ? a : b);
