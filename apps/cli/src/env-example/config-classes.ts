import * as billing from '@app/billing';
import * as customers from '@app/customers';
import * as iam from '@app/iam';
import * as mikrotik from '@app/mikrotik';
import * as payments from '@app/payments';
import * as platform from '@app/platform';
import * as pppoe from '@app/pppoe';
import * as vouchers from '@app/vouchers';
import * as landing from '../../../api/src/landing/landing.config';
import * as worker from '../../../worker/src/worker.config';
import * as demo from '../seed/demo.config';

const LIBS: readonly object[] = [platform, iam, mikrotik, customers, billing, payments, pppoe, vouchers];
const APPS: readonly object[] = [landing, worker, demo];

/**
 * Every configuration class of the libs: each lib exports its own from its door, and having an `@Env` field is what makes a
 * class one. A new class is found without being listed anywhere.
 */
export function libConfigs(): platform.ConfigClass[] {
  return configsOf(LIBS);
}

/** Those of the apps as well: what `.env.example` documents. */
export function allConfigs(): platform.ConfigClass[] {
  return configsOf([...LIBS, ...APPS]);
}

function configsOf(modules: readonly object[]): platform.ConfigClass[] {
  const exported = modules.flatMap((one) => Object.values(one) as unknown[]);
  return [...new Set(exported.filter(isConfigClass))];
}

function isConfigClass(value: unknown): value is platform.ConfigClass {
  return typeof value === 'function' && platform.envFieldsOf(value as platform.ConfigClass).length > 0;
}
