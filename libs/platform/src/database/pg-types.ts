import { types } from 'pg';

const INT8 = 20;
const DATE = 1082;

type Parser = (text: string) => unknown;
const defaults = types as { getTypeParser(oid: number, format: 'text' | 'binary'): Parser };

/**
 * How values of the product's connections are read: `bigint` as BigInt (billing.md M1) and `date` as the text
 * `YYYY-MM-DD`, never as an instant. Bound to these pools only, because BullMQ's own connections expect pg's defaults.
 */
export const pgTypes = {
  getTypeParser(oid: number, format?: 'text' | 'binary'): Parser {
    if (format !== 'binary' && oid === INT8) return BigInt;
    if (format !== 'binary' && oid === DATE) return (text) => text;
    return defaults.getTypeParser(oid, format ?? 'text');
  },
};
