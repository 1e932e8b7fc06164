import { ValidateIf } from 'class-validator';

/** The field may be left out, but not be null: there is no value to take away. */
export const MayBeAbsent = (): PropertyDecorator => ValidateIf((_, value: unknown) => value !== undefined);
