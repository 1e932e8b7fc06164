import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsString, Validate, ValidatorConstraint, type ValidatorConstraintInterface } from 'class-validator';
import { isLocalDate } from '@app/core';

@ValidatorConstraint({ name: 'localDate' })
class ExistingDay implements ValidatorConstraintInterface {
  validate(value: unknown): boolean {
    return typeof value === 'string' && isLocalDate(value);
  }

  defaultMessage(): string {
    return '$property must be a day that exists, YYYY-MM-DD';
  }
}

/** A calendar day that exists, `YYYY-MM-DD`: 31 February is refused. */
export const LocalDay = (): PropertyDecorator =>
  applyDecorators(IsString(), Validate(ExistingDay), ApiProperty({ type: String, format: 'date' }));
