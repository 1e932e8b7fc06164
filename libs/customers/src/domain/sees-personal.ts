import { maskEmail, maskPhone } from './mask';

interface Reader {
  kind: string;
  permissions: ReadonlySet<string>;
}

/** May this actor see how to reach a customer? Whoever may not, may not search by it either. */
export const seesPersonal = (actor: Reader): boolean =>
  actor.kind === 'system' || actor.permissions.has('customer:read-personal');

/** Customers as this actor may see them: without `customer:read-personal` telephone and e-mail are masked. */
export function shownTo(actor: Reader): <C extends { phone: string | null; email: string | null }>(customer: C) => C {
  if (seesPersonal(actor)) return (customer) => customer;
  return (customer) => ({
    ...customer,
    phone: customer.phone && maskPhone(customer.phone),
    email: customer.email && maskEmail(customer.email),
  });
}
