import { currencyOf } from './currency';
import { rdiv } from './rounding';

/** The wire form of an amount: digits with an optional minus, in booking units. */
export interface MoneyJson {
  amount: string;
  currency: string;
}

/**
 * An immutable amount in whole booking units of one currency (billing.md M1). Arithmetic between two currencies throws
 * a RangeError; nothing here ever passes through a floating-point number.
 */
export class Money {
  private constructor(
    readonly amount: bigint,
    readonly currency: string,
  ) {}

  /** @throws RangeError for an unknown currency */
  static of(amount: bigint, currency: string): Money {
    return new Money(amount, currencyOf(currency).code);
  }

  static zero(currency: string): Money {
    return Money.of(0n, currency);
  }

  /**
   * Reads the wire form.
   *
   * @throws RangeError when the amount is not `-?digits` or the currency is unknown
   */
  static parse(json: MoneyJson): Money {
    if (!/^-?\d{1,18}$/.test(json.amount)) throw new RangeError(`not an amount in booking units: ${json.amount}`);
    return Money.of(BigInt(json.amount), json.currency);
  }

  plus(other: Money): Money {
    return new Money(this.amount + this.sameCurrency(other), this.currency);
  }

  minus(other: Money): Money {
    return new Money(this.amount - this.sameCurrency(other), this.currency);
  }

  negated(): Money {
    return new Money(-this.amount, this.currency);
  }

  /** `amount × numerator ÷ denominator`, rounded once, half-up (billing.md M2). */
  ratio(numerator: bigint, denominator: bigint): Money {
    return new Money(rdiv(this.amount * numerator, denominator), this.currency);
  }

  /** Negative, zero or positive as this is less than, equal to or more than `other`. */
  compare(other: Money): number {
    const difference = this.amount - this.sameCurrency(other);
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  }

  equals(other: Money): boolean {
    return this.currency === other.currency && this.amount === other.amount;
  }

  isZero(): boolean {
    return this.amount === 0n;
  }

  isNegative(): boolean {
    return this.amount < 0n;
  }

  isPositive(): boolean {
    return this.amount > 0n;
  }

  toJSON(): MoneyJson {
    return { amount: this.amount.toString(), currency: this.currency };
  }

  toString(): string {
    return `${this.amount.toString()} ${this.currency}`;
  }

  private sameCurrency(other: Money): bigint {
    if (other.currency !== this.currency) throw new RangeError(`cannot mix ${this.currency} and ${other.currency}`);
    return other.amount;
  }
}
