import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsBoolean, IsInt, IsString, Length, Matches, Max, Min, ValidateIf } from 'class-validator';

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

/** A whole number between these. */
export const Whole = (min: number, max: number): PropertyDecorator => applyDecorators(IsInt(), Min(min), Max(max));

/** Whole booking units as digits. */
export const Units = (): PropertyDecorator =>
  applyDecorators(IsString(), Matches(/^\d{1,15}$/, { message: '$property must be digits in whole booking units' }));

/** `true` or `false` in a query. */
export const Flag = (): PropertyDecorator =>
  applyDecorators(
    Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value)),
    IsBoolean(),
  );
