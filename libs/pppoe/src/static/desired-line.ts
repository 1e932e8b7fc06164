import { type BurstRates } from '../domain/profile-terms';
import { ISOLIR } from '../domain/desired-profile';
import { type RouterObject } from '../domain/router-object';
import { type ServiceFacts } from '../domain/service-facts';
import { type StaticLine } from './static-line';

/** Address list of lines without service; {@link blockedRules} drop what comes from there. */
export const BLOCKED_LIST = 'lg-blocked';

/** Owner of everything of a line that has no name of its own on a router. */
export const lineOwner = (lineId: string): string => `static-${lineId}`;

export type LineFacts = Pick<StaticLine, 'id' | 'name' | 'address' | 'macAddress' | 'dhcpServer' | 'parentQueue'>;

/**
 * The queue of a line: the plan's rates, target's upload / download (routeros.md, simple queues). It stays as it is while
 * the line is isolated.
 */
export function desiredQueue(
  line: LineFacts,
  { subscriptionId, uploadKbps, downloadKbps }: ServiceFacts,
  burst: BurstRates | null,
): RouterObject<'simple-queue'> {
  const unset = [...(burst ? [] : BURST), ...(line.parentQueue === null ? ['parent'] : [])];
  return {
    kind: 'simple-queue',
    key: line.name,
    values: {
      target: `${line.address}/32`,
      'max-limit': pair(uploadKbps, downloadKbps),
      ...(burst ? burstValues(burst) : {}),
      ...(line.parentQueue === null ? {} : { parent: line.parentQueue }),
    },
    ...(unset.length === 0 ? {} : { unset }),
    owner: `sub-${subscriptionId}`,
  };
}

/** The lease of a line with a device. Without service the server refuses it; while isolated it stays as it is. */
export function desiredLease(line: LineFacts, { desired }: ServiceFacts): RouterObject<'dhcp-lease'> | undefined {
  if (line.macAddress === null) return undefined;
  const blocked = desired === 'DISABLED';
  return {
    kind: 'dhcp-lease',
    key: lineOwner(line.id),
    values: {
      address: line.address,
      'mac-address': line.macAddress,
      'block-access': blocked ? 'yes' : 'no',
      ...(line.dhcpServer === null ? {} : { server: line.dhcpServer }),
    },
    ...(line.dhcpServer === null ? { unset: ['server'] } : {}),
    owner: lineOwner(line.id),
    ...(blocked ? { cutsOff: true } : {}),
  };
}

/** Membership of the list that holds the line off: `isolir`, {@link BLOCKED_LIST}, or none while it is enabled. */
export function desiredMembership(
  line: LineFacts,
  { desired }: ServiceFacts,
): RouterObject<'address-list'> | undefined {
  if (desired === 'ENABLED') return undefined;
  return {
    kind: 'address-list',
    key: lineOwner(line.id),
    values: { list: desired === 'ISOLATED' ? ISOLIR : BLOCKED_LIST, address: line.address },
    owner: lineOwner(line.id),
    cutsOff: true,
  };
}

type Rule = RouterObject<'firewall-filter'> & { rank: number };

/** Nothing from or to a line without service. In front of the isolir rules. */
export function blockedRules(): Rule[] {
  return [blockedRule('out', 'src-address-list', 80), blockedRule('in', 'dst-address-list', 81)];
}

/** Owners of {@link blockedRules}. */
export const BLOCKED_RULES = blockedRules().map(({ key }) => key);

function blockedRule(way: string, matcher: string, rank: number): Rule {
  const key = `blocked-${way}`;
  const values = { chain: 'forward', [matcher]: BLOCKED_LIST, action: 'drop', comment: 'static lines without service' };
  return { kind: 'firewall-filter', key, owner: key, values, rank };
}

const BURST = ['burst-limit', 'burst-threshold', 'burst-time'];

function burstValues(burst: BurstRates): Record<string, string> {
  return {
    'burst-limit': pair(burst.uploadKbps, burst.downloadKbps),
    'burst-threshold': pair(burst.thresholdUploadKbps, burst.thresholdDownloadKbps),
    'burst-time': `${burst.seconds}s/${burst.seconds}s`,
  };
}

const pair = (up: number, down: number): string => `${up}k/${down}k`;
