import { IsIn, IsString, Matches } from 'class-validator';
import { Money } from '@app/core';

/** An amount of money: whole booking units as text, so that no client rounds it. */
export class MoneyDto {
  /**
   * Digits, with `-` in front of a negative amount: `"150000"` is Rp 150.000.
   * @example "150000"
   */
  @IsString()
  @Matches(/^-?\d{1,15}$/, { message: 'amount must be digits in whole booking units, as text' })
  amount: string;

  /**
   * ISO 4217 code.
   * @example "IDR"
   */
  @IsIn(['IDR', 'USD', 'JPY'])
  currency: string;

  static of(money: Money): MoneyDto {
    return Object.assign(new MoneyDto(), money.toJSON());
  }

  static from(amount: bigint, currency: string): MoneyDto {
    return MoneyDto.of(Money.of(amount, currency));
  }

  /** The domain value of a validated DTO. */
  static toMoney(dto: MoneyDto): Money {
    return Money.parse(dto);
  }
}
