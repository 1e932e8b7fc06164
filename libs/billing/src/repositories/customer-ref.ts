import { type Statement } from '@app/platform';

/** A customer: his id, or a subquery that tells it, for who locks before he knows whose money has come. */
export type CustomerRef = string | Statement;

/** The id as an expression, with its values as the first parameters. */
export function idOf(customer: CustomerRef): Statement {
  if (typeof customer === 'string') return { sql: '$1', parameters: [customer] };
  return { sql: `(${customer.sql})`, parameters: customer.parameters };
}
