import { type LocalDate, sha256Hex } from '@app/core';

export const MUTATION_DIRECTIONS = ['CREDIT', 'DEBIT'] as const;
export type MutationDirection = (typeof MUTATION_DIRECTIONS)[number];

/**
 * `NEW`: taken in, not looked at; `MATCHED`: it paid the one attempt with this amount; `REVIEW`: a person has to say what it
 * is; `RECORDED`: a person booked it; `IGNORED`: a person said that it is none of a customer; `NOT_OURS`: money that went out.
 */
export const MUTATION_STATES = ['NEW', 'MATCHED', 'REVIEW', 'RECORDED', 'IGNORED', 'NOT_OURS'] as const;
export type MutationState = (typeof MUTATION_STATES)[number];

/** One line of a bank statement as somebody told it. */
export interface MutationLine {
  bookedOn: LocalDate;
  /** The moment, where the bank tells it. */
  bookedAt?: Date | undefined;
  direction: MutationDirection;
  /** Above zero, in booking units. */
  amount: bigint;
  description: string;
  /** The name that a forwarding service gave it. */
  externalId?: string | undefined;
}

/** A line that is kept. */
export interface BankMutation extends Omit<MutationLine, 'bookedAt' | 'externalId'> {
  id: string;
  bankAccountId: string;
  bookedAt: Date | null;
  externalId: string | null;
  currency: string;
  /** Which of several equal lines of a day. */
  runningNo: number;
  state: MutationState;
  /** Attempts whose amount it could be. */
  candidates: number;
  attemptId: string | null;
  paymentId: string | null;
  note: string;
  decidedByName: string | null;
  decidedAt: Date | null;
  createdAt: Date;
}

/** Names what a line says (hexadecimal digits), whatever spaces and case a bank's exports differ in. */
export function descriptionHash(description: string): string {
  const plain = description.normalize('NFKC').replace(/\s+/g, ' ').trim().toUpperCase();
  return sha256Hex([plain]);
}

/** What makes two lines equal: all but their place among equals. */
export const sameLineKey = ({ bookedOn, direction, amount, description }: MutationLine): string =>
  [bookedOn, direction, amount, descriptionHash(description)].join(' ');
