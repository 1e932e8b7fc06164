import { SERVICE_NAMES } from '../server/services';
import { type Version, VERSIONS } from '../versions/version-profile';
import { type RouterOptions } from './router-options';

/** What is wrong with a description of a router that came from outside. */
export class InvalidRouter extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'InvalidRouter';
  }
}

const CHECKS: Readonly<Record<Exclude<keyof RouterOptions, 'version'>, (value: unknown) => boolean>> = {
  name: (value) => typeof value === 'string' && /^[\w.-]{1,40}$/.test(value),
  users: (value) => Array.isArray(value) && value.length > 0 && value.every(isUser),
  port: (value) => isWhole(value, 0, 65_535),
  servicePorts: (value) =>
    isObject(value) &&
    Object.entries(value).every(([name, port]) => SERVICE_NAMES.includes(name as never) && isWhole(port, 0, 65_535)),
  host: (value) => typeof value === 'string' && value !== '',
  latencyMs: (value) => isWhole(value, 0, 60_000),
  cpes: (value) => value === 'any' || (Array.isArray(value) && value.every(isUser)) || isFleet(value),
  modemTiming: isObject,
  zone: isZone,
  clockOffsetMs: (value) => isWhole(value, -1e15, 1e15),
  login: (value) => value === 'plain' || value === 'challenge',
  network: (value) => isWhole(value, 0, 255),
  hotspot: (value) => isObject(value) && (value.portalPort === undefined || isWhole(value.portalPort, 0, 65_535)),
  dhcp: (value) => typeof value === 'boolean',
  availableFrom: (value) => typeof value === 'boolean',
  defaultFirewall: (value) => typeof value === 'boolean',
  rows: isObject,
  stateFile: (value) => typeof value === 'string' && value !== '',
};

/** Checks a description of a router. @throws InvalidRouter that names the first mistake */
export function parseRouterOptions(given: unknown): RouterOptions & { readonly name: string } {
  if (!isObject(given)) throw new InvalidRouter('A router is described by an object.');
  if (!VERSIONS.includes(given.version as Version)) {
    throw new InvalidRouter(`"version" must be one of ${VERSIONS.join(', ')}.`);
  }
  if (given.name === undefined) throw new InvalidRouter('"name" is missing.');
  for (const [name, value] of Object.entries(given)) {
    if (name === 'version' || value === undefined) continue;
    if (!Object.hasOwn(CHECKS, name)) throw new InvalidRouter(`A router has no "${name}".`);
    if (!CHECKS[name as keyof typeof CHECKS](value)) throw new InvalidRouter(`"${name}" is not valid.`);
  }
  return given as unknown as RouterOptions & { readonly name: string };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isWhole(value: unknown, min: number, max: number): boolean {
  return Number.isInteger(value) && (value as number) >= min && (value as number) <= max;
}

function isUser(value: unknown): boolean {
  return isObject(value) && typeof value.name === 'string' && typeof value.password === 'string';
}

function isFleet(value: unknown): boolean {
  if (!isObject(value) || value.mode !== 'any') return false;
  return typeof value.offlineShare === 'number' && value.offlineShare >= 0 && value.offlineShare <= 1;
}

function isZone(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: value }).resolvedOptions().timeZone !== '';
  } catch {
    return false; // why: Intl throws for a zone that it does not know
  }
}
