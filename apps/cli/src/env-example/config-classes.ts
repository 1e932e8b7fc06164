import * as billing from '@app/billing';
import * as customers from '@app/customers';
import * as iam from '@app/iam';
import * as mikrotik from '@app/mikrotik';
import * as payments from '@app/payments';
import * as platform from '@app/platform';
import * as pppoe from '@app/pppoe';

const LIBS: readonly object[] = [platform, iam, mikrotik, customers, billing, payments, pppoe];

/**
 * Every configuration class of the product, in the order of the libs: each lib exports its own from its door, and having
 * an `@Env` field is what makes a class one. A new class is found without being listed anywhere.
 */
export function configClasses(): platform.ConfigClass[] {
  const exported = LIBS.flatMap((lib) => Object.values(lib) as unknown[]);
  return [...new Set(exported.filter(isConfigClass))];
}

function isConfigClass(value: unknown): value is platform.ConfigClass {
  return typeof value === 'function' && platform.envFieldsOf(value as platform.ConfigClass).length > 0;
}
