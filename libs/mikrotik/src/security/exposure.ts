import { type Readings, grantedPolicies, isOn, wholeOf } from '../domain/capabilities';

/** What of a router is open to whom, as of one inspection. Stored as it is; holds no secret. */
export interface Exposure {
  services: readonly {
    name: string;
    port: number | null;
    /** Networks that may use it; empty = everybody. */
    addresses: readonly string[];
    certificate: string | null;
    /** `any` or `only-1.2`; null where there is none, or nobody has looked. */
    tlsVersion?: string | null;
    maxSessions: number | null;
  }[];
  /** Users that are switched on, and whether their group may do everything. */
  users: readonly { name: string; group: string; full: boolean; restricted: boolean }[];
  /** Of our own user's group. */
  policies: readonly string[] | null;
  certificates: readonly { name: string; commonName: string | null; invalidAfter: string | null; expired: boolean }[];
  /** API sessions at that moment. */
  sessions: number | null;
}

const NONE = ['', 'none', '*0'];

/** Only services that are switched on are in it. */
export function exposureOf(readings: Readings, policies: readonly string[] | null): Exposure {
  const groups = new Map((readings.groups ?? []).map((row) => [row.name ?? '', grantedPolicies(row.policy ?? '')]));
  return {
    services: (readings.services ?? []).filter(isOn).map((row) => ({
      name: row.name ?? '',
      port: wholeOf(row.port),
      addresses: (row['available-from'] ?? row.address ?? '').split(',').filter((address) => address !== ''),
      certificate: NONE.includes(row.certificate ?? '') ? null : (row.certificate ?? null),
      tlsVersion: row['tls-version'] ?? null,
      maxSessions: wholeOf(row['max-sessions']),
    })),
    users: (readings.users ?? []).filter(isOn).map((row) => ({
      name: row.name ?? '',
      group: row.group ?? '',
      full: groups.get(row.group ?? '')?.includes('policy') === true,
      restricted: (row.address ?? '') !== '',
    })),
    policies,
    certificates: (readings.certificates ?? []).map((row) => ({
      name: row.name ?? '',
      commonName: row['common-name'] ?? null,
      invalidAfter: row['invalid-after'] ?? null,
      expired: row.expired === 'true',
    })),
    sessions: readings.sessions
      ? readings.sessions.filter(({ via }) => via === 'api' || via === 'rest-api').length
      : null,
  };
}
