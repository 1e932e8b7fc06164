import { type ProviderName } from './order';

/** What a merchant's server asks a gateway to do. */
export const OPERATIONS = ['create', 'query', 'cancel', 'refund', 'channels'] as const;
export type Operation = (typeof OPERATIONS)[number];

/**
 * How an answer goes wrong. `…-after`: the work is done all the same. `early-callback`: the order is paid and its callback
 * delivered before the answer.
 */
export const FAULT_KINDS = [
  'timeout-before',
  'timeout-after',
  'error-before',
  'error-after',
  'reset-after',
  'html-before',
  'html-after',
  'soft-failure',
  'redirect',
  'rate-limit',
  'early-callback',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export interface Fault {
  readonly provider: ProviderName;
  readonly operation: Operation;
  readonly kind: FaultKind;
  /** How many calls it still hits. */
  times: number;
}

/** The faults to come, in the order they were set. */
export class Faults {
  private waiting: Fault[] = [];

  add(fault: Fault): void {
    this.waiting.push({ ...fault });
  }

  clear(): void {
    this.waiting = [];
  }

  list(): readonly Fault[] {
    return this.waiting;
  }

  /** The fault of this call; used up by asking. */
  take(provider: ProviderName, operation: Operation): FaultKind | undefined {
    const fault = this.waiting.find((one) => one.provider === provider && one.operation === operation);
    if (fault === undefined) return undefined;
    fault.times -= 1;
    if (fault.times <= 0) this.waiting = this.waiting.filter((one) => one !== fault);
    return fault.kind;
  }
}
