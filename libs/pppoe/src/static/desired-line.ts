import { type BurstRates, type StepRates } from '../domain/profile-terms';
import { ISOLIR } from '../domain/desired-profile';
import { type RouterObject } from '../domain/router-object';
import { type ServiceFacts, type UsageLimit } from '../domain/service-facts';
import { type StaticLine } from './static-line';

/** Address list of lines without service; {@link blockedRules} drop what comes from there. */
export const BLOCKED_LIST = 'lg-blocked';

/** Owner of everything of a line that has no name of its own on a router. */
export const lineOwner = (lineId: string): string => `static-${lineId}`;

export type LineFacts = Pick<StaticLine, 'id' | 'name' | 'address' | 'macAddress' | 'dhcpServer' | 'parentQueue'>;

/** What a plan and the usage of its period give a line. */
export interface LineTerms {
  burst: BurstRates | null;
  step: StepRates | null;
  limit: UsageLimit;
}

/**
 * The queue of a line: the plan's rates, or those of its fair-use step, which have no burst; target's upload / download
 * (routeros.md, simple queues). It stays as it is while the line is isolated, so its counters go on.
 */
export function desiredQueue(
  line: LineFacts & LineTerms,
  { subscriptionId, ...plan }: ServiceFacts,
): RouterObject<'simple-queue'> {
  const { uploadKbps, downloadKbps } = line.step ?? plan;
  const burst = line.step === null ? line.burst : null;
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

/**
 * Membership of the list that holds the line off: `isolir` (also with a used-up quota that blocks), {@link BLOCKED_LIST}, or
 * none while it is enabled.
 */
export function desiredMembership(
  line: LineFacts & Pick<LineTerms, 'limit'>,
  service: Pick<ServiceFacts, 'desired'>,
): RouterObject<'address-list'> | undefined {
  const desired = service.desired === 'ENABLED' && line.limit.blocked ? 'ISOLATED' : service.desired;
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
