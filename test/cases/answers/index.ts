import { type Given } from '../given';
import { cancel, changePlan, conserve, pause } from './changes';
import { credit, discount, zero } from './documents';
import { oracle } from './oracle';
import { allocate, commission } from './payments';
import { anchorMove, boundaries, signup, taxExclusive, taxInclusive, trial } from './periods';
import { time } from './time';

/** What the product answers to a case. `expected` only says how much of an answer is asked for, or how it is written. */
export type Answer = (given: Given, expected: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;

/** By group of billing.md section 2. */
export const ANSWERS: Readonly<Record<string, Answer>> = {
  boundaries,
  signup,
  'tax-inclusive': taxInclusive,
  'tax-exclusive': taxExclusive,
  'change-plan': changePlan,
  conserve,
  cancel,
  pause,
  trial,
  'anchor-move': anchorMove,
  discount,
  zero,
  credit,
  allocate,
  commission,
  oracle,
  time,
};
