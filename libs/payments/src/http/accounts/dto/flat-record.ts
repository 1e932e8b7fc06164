import { ValidateBy } from 'class-validator';

const MAX_KEYS = 40;
const MAX_LENGTH = 4_000;
const KEY = /^[A-Za-z][A-Za-z0-9]{0,39}$/;

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function isFlat(value: unknown, types: readonly string[]): boolean {
  if (!isPlain(value)) return false;
  const entries = Object.entries(value);
  return (
    entries.length <= MAX_KEYS &&
    entries.every(([key, one]) => KEY.test(key) && types.includes(typeof one) && String(one).length <= MAX_LENGTH)
  );
}

/** An object without depth: names to texts, numbers or flags. */
export const IsFlatRecord = (types: readonly ('string' | 'number' | 'boolean')[]): PropertyDecorator =>
  ValidateBy({
    name: 'isFlatRecord',
    validator: {
      validate: (value: unknown) => isFlat(value, types),
      defaultMessage: () => `$property must be an object of plain values (${types.join(', ')})`,
    },
  });
