import { type ValidationError } from '@nestjs/common';
import { type FieldError } from '@app/core';
import { constraintCode, constraintText } from './constraint-texts';

/** Flattens class-validator's tree into one entry per broken constraint, with paths such as `lines[0].amount`. */
export function fieldErrorsOf(errors: readonly ValidationError[], parent = ''): FieldError[] {
  return errors.flatMap((error) => {
    const path = join(parent, error.property);
    const own = Object.entries(error.constraints ?? {}).map(([constraint, message]) => ({
      path,
      code: constraintCode(constraint),
      message: constraintText(constraint, message, error.property),
    }));
    return [...own, ...fieldErrorsOf(error.children ?? [], path)];
  });
}

function join(parent: string, property: string): string {
  if (/^\d+$/.test(property)) return `${parent}[${property}]`;
  return parent === '' ? property : `${parent}.${property}`;
}
