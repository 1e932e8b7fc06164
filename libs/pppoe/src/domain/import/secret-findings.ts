import { USERNAME } from '../username';
import { type FindingCode } from './findings';

/** A secret as the router has it. */
export interface ForeignSecret {
  name: string;
  values: Readonly<Record<string, string>>;
  comment: string;
  encoded: boolean;
  owner: string | null;
  password?: 'PRESENT' | 'EMPTY' | 'HIDDEN' | 'NOT_ASCII';
}

/** What our books and the rest of the router say. */
export interface Surroundings {
  /** Names of the router's profiles; null where it would not tell. */
  profiles: ReadonlySet<string> | null;
  /** Our accounts on the router, by name, with the service they belong to. */
  accounts: ReadonlyMap<string, { subscriptionId: string }>;
  /** Fixed addresses of those accounts, with their names. */
  addresses: ReadonlyMap<string, string>;
  /** Names on other routers of the group, which would meet there. */
  groupNames: ReadonlySet<string>;
  /** Names on any other router. */
  otherNames: ReadonlySet<string>;
  /** How often an address is given on the router. */
  addressCounts: ReadonlyMap<string, number>;
}

const ASCII = /^[\x20-\x7e]*$/;
const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/;

/** The fixed address of a secret; null for one of the profile's pool. */
export function addressOf({ values }: Pick<ForeignSecret, 'values'>): string | null {
  const address = values['remote-address'] ?? '';
  return address === '' || address === '0.0.0.0' ? null : address;
}

export const isDisabled = ({ values }: Pick<ForeignSecret, 'values'>): boolean =>
  values.disabled === 'true' || values.disabled === 'yes';

/** `ours` when the mark on it is that of the account of its name. */
export function isManaged({ name, owner }: ForeignSecret, { accounts }: Pick<Surroundings, 'accounts'>): boolean {
  const account = accounts.get(name);
  return account !== undefined && owner === `sub-${account.subscriptionId}`;
}

/** How often each fixed address is given. */
export function countAddresses(secrets: Iterable<ForeignSecret>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const secret of secrets) {
    const address = addressOf(secret);
    if (address !== null) counts.set(address, (counts.get(address) ?? 0) + 1);
  }
  return counts;
}

/** Everything that is to be said of a secret, what blocks its import first. */
export function findingsOf(secret: ForeignSecret, around: Surroundings): FindingCode[] {
  if (isManaged(secret, around)) return ['ALREADY_MANAGED'];
  return [...nameFindings(secret, around), ...valueFindings(secret, around), ...notes(secret, around)];
}

function nameFindings({ name, owner, encoded }: ForeignSecret, around: Surroundings): FindingCode[] {
  const found: FindingCode[] = [];
  if (owner !== null) found.push('MARK_UNKNOWN');
  if (!ASCII.test(name) || (encoded && name.includes('\uFFFD'))) found.push('NAME_NOT_ASCII');
  else if (!USERNAME.test(name)) found.push('NAME_INVALID');
  if (around.accounts.has(name)) found.push('NAME_TAKEN');
  if (around.groupNames.has(name)) found.push('NAME_TAKEN_IN_GROUP');
  return found;
}

function valueFindings(secret: ForeignSecret, around: Surroundings): FindingCode[] {
  const { service = 'any', profile = 'default' } = secret.values;
  const found: FindingCode[] = [];
  if (service !== 'any' && service !== 'pppoe') found.push('NOT_PPPOE');
  if (secret.password === 'EMPTY') found.push('PASSWORD_EMPTY');
  if (secret.password === 'HIDDEN') found.push('PASSWORD_HIDDEN');
  if (secret.password === 'NOT_ASCII') found.push('PASSWORD_NOT_ASCII');
  if (around.profiles !== null && !around.profiles.has(profile)) found.push('PROFILE_UNKNOWN');
  return [...found, ...addressFindings(secret, around)];
}

function addressFindings(secret: ForeignSecret, { addressCounts, addresses }: Surroundings): FindingCode[] {
  const address = addressOf(secret);
  if (address === null) return [];
  if (!IPV4.test(address)) return ['ADDRESS_INVALID'];
  const holder = addresses.get(address);
  const found: FindingCode[] = holder !== undefined && holder !== secret.name ? ['ADDRESS_IN_USE'] : [];
  return (addressCounts.get(address) ?? 0) > 1 ? [...found, 'ADDRESS_TWICE'] : found;
}

function notes(secret: ForeignSecret, { otherNames }: Surroundings): FindingCode[] {
  return [
    ...(otherNames.has(secret.name) ? (['NAME_ELSEWHERE'] as const) : []),
    ...(isDisabled(secret) ? (['DISABLED'] as const) : []),
    ...(secret.comment.trim() === '' ? (['NO_COMMENT'] as const) : []),
    ...(secret.encoded ? (['TEXT_ENCODED'] as const) : []),
  ];
}
