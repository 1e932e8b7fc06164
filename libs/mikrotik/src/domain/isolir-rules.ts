import { type DesiredResource, type ResourceKind } from './desired-resource';

/** Address list of isolated subscribers: the isolir profile puts them on it. Also the chain of their rules. */
export const ISOLIR_LIST = 'isolir';
/** Address list of what isolated subscribers may reach. */
export const ISOLIR_ALLOW_LIST = 'isolir-allow';
/** Pool of the isolir profile. */
export const ISOLIR_POOL = 'lg-isolir';

/** How isolated subscribers are handled on one router. */
export interface IsolirSettings {
  /** IPv4 address of the page that says what to do. */
  portalAddress: string;
  portalPort: number;
  /** What else may be reached: addresses or names, such as those of payment gateways. */
  allowHosts: readonly string[];
  /** Addresses of isolated subscribers, first-last; null: the isolir profile's addresses are the operator's business. */
  poolRange: string | null;
}

type Values = Record<string, string>;

/**
 * What isolir needs on a router (peers.md 5.2): the pool, the list of allowed hosts, a chain for subscribers on the list
 * (names, portal, a polite refusal that is no amplifier, nothing else), and the redirect of plain HTTP. The rules never
 * change, only who is on the list; they stand in front of FastTrack.
 */
export function isolirResources(settings: IsolirSettings): DesiredResource[] {
  const { portalAddress, allowHosts, poolRange } = settings;
  const pool = poolRange === null ? [] : [resource('ip-pool', ISOLIR_POOL, { ranges: poolRange })];
  const hosts = new Set([portalAddress, ...allowHosts].map(asListed));
  const allowed = [...hosts].map((host) =>
    resource('address-list', `isolir-allow-${host}`, { list: ISOLIR_ALLOW_LIST, address: host }),
  );
  return [...pool, ...allowed, ...filterRules(), redirect(settings)];
}

/** As a router lists it: names in small letters, no /32, networks by their first address. Equal ones are then one entry. */
function asListed(host: string): string {
  const network = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d|[12]\d|3[0-2])$/.exec(host);
  if (!network) return host.toLowerCase();
  const [bits = 32, ...octets] = [network[5], ...network.slice(1, 5)].map(Number);
  const first = octets.map((octet, at) => octet & ~(0xff >> Math.min(8, Math.max(0, bits - at * 8))) & 0xff).join('.');
  return bits === 32 ? first : `${first}/${bits}`;
}

function filterRules(): DesiredResource[] {
  const chain = ISOLIR_LIST;
  const name = { 'dst-port': '53', limit: '200,400:packet', action: 'accept' };
  const rules: [string, Values, string][] = [
    ['jump', { chain: 'forward', 'src-address-list': ISOLIR_LIST, action: 'jump', 'jump-target': chain }, 'isolated'],
    ['dns-udp', { chain, protocol: 'udp', ...name }, 'isolated: names'],
    ['dns-tcp', { chain, protocol: 'tcp', ...name }, 'isolated: names'],
    ['portal', { chain, 'dst-address-list': ISOLIR_ALLOW_LIST, action: 'accept' }, 'isolated: portal and payment'],
    [
      'reject',
      { chain, limit: '100,200:packet', action: 'reject', 'reject-with': 'icmp-admin-prohibited' },
      'isolated: refused',
    ],
    ['drop', { chain, action: 'drop' }, 'isolated: the rest'],
  ];
  return rules.map(([key, values, comment], index) => ({
    ...resource('firewall-filter', `isolir-${key}`, { ...values, comment }),
    rank: 100 + index,
  }));
}

function redirect({ portalAddress, portalPort }: IsolirSettings): DesiredResource {
  return {
    ...resource('firewall-nat', 'isolir-http', {
      ...{ chain: 'dstnat', protocol: 'tcp', 'dst-port': '80', 'src-address-list': ISOLIR_LIST },
      ...{ 'dst-address-list': `!${ISOLIR_ALLOW_LIST}`, action: 'dst-nat' },
      ...{ 'to-addresses': portalAddress, 'to-ports': String(portalPort), comment: 'isolated: to the portal' },
    }),
    rank: 100,
  };
}

const resource = (kind: ResourceKind, key: string, values: Values): DesiredResource => ({
  ...{ kind, key, owner: key },
  values,
});
