import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsString, Length, Matches } from 'class-validator';

/** One line of text: trimmed, without control characters (PostgreSQL keeps no NUL), of `min` to `max` characters. */
export const PlainText = (min: number, max: number): PropertyDecorator =>
  applyDecorators(
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value)),
    IsString(),
    Length(min, max),
    Matches(/^\P{Cc}*$/u, { message: 'must not hold control characters' }),
  );
