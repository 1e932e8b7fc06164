import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import {
  IsBoolean,
  IsISO8601,
  IsString,
  Length,
  Matches,
  Validate,
  ValidateIf,
  ValidatorConstraint,
  type ValidatorConstraintInterface,
} from 'class-validator';
import { isLocalDate } from '@app/core';

const WITH_OFFSET = /(?:Z|[+-]\d{2}:?\d{2})$/;

@ValidatorConstraint({ name: 'localDate' })
class ExistingDay implements ValidatorConstraintInterface {
  validate(value: unknown): boolean {
    return typeof value === 'string' && isLocalDate(value);
  }

  defaultMessage(): string {
    return '$property must be a day that exists, YYYY-MM-DD';
  }
}

/** The field may be left out, but not be null. */
export const MayBeAbsent = (): PropertyDecorator => ValidateIf((_, value: unknown) => value !== undefined);

/** The field may be left out, or be null to take its value away. */
export const MayBeNull = (): PropertyDecorator =>
  ValidateIf((_, value: unknown) => value !== undefined && value !== null);

/** One line of text: trimmed, without control characters, of `min` to `max` characters. */
export const Line = (min: number, max: number): PropertyDecorator =>
  applyDecorators(
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value)),
    IsString(),
    Length(min, max),
    Matches(/^\P{Cc}*$/u, { message: 'must not hold control characters' }),
  );

/** An instant with its offset. */
export const Instant = (): PropertyDecorator =>
  applyDecorators(
    IsISO8601({ strict: true }),
    Matches(WITH_OFFSET, { message: '$property must carry its offset, such as Z or +07:00' }),
    ApiProperty({ type: String, format: 'date-time' }),
  );

/** A calendar day that exists, `YYYY-MM-DD`. */
export const Day = (): PropertyDecorator =>
  applyDecorators(IsString(), Validate(ExistingDay), ApiProperty({ type: String, format: 'date' }));

/** `true` or `false` in a query. */
export const Flag = (): PropertyDecorator =>
  applyDecorators(
    Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value)),
    IsBoolean(),
  );
