import { parseIp, parseRange } from '../../engine/addresses';
import { type RouterState } from '../../engine/router-state';
import { type Row } from '../../engine/row';

/** The first packet of a connection, or a later one, on its way through the router. */
export interface Packet {
  readonly source: string;
  readonly destination: string;
  /** Name under which the subscriber looked the destination up: matches address-list entries that are names. */
  readonly host: string | null;
  readonly protocol: 'tcp' | 'udp' | 'icmp';
  readonly port: number;
  readonly state: 'new' | 'established' | 'related' | 'invalid' | 'untracked';
  /** Null where nothing is known of the way in or out. */
  readonly inInterface: string | null;
  readonly outInterface: string | null;
  /** Has it been let in by the hotspot? Null where no hotspot serves it. */
  readonly authorized: boolean | null;
  readonly translated: boolean;
}

type Test = (value: string, packet: Packet, router: RouterState) => boolean;

/** Is the address in the list now? Names match by the name that was looked up. */
export function inAddressList(router: RouterState, list: string, address: string, host: string | null): boolean {
  const ip = parseIp(address);
  for (const row of router.table('/ip/firewall/address-list').list()) {
    if (row.disabled || row.get('list') !== list) continue;
    const entry = row.get('address') ?? '';
    const range = parseRange(entry);
    if (range === null ? entry === host : ip !== null && ip >= range.first && ip <= range.last) return true;
  }
  return false;
}

function inRange(address: string, text: string): boolean {
  const [ip, range] = [parseIp(address), parseRange(text)];
  return ip !== null && range !== null && ip >= range.first && ip <= range.last;
}

/** Does a text fit a pattern with `*` and `?`? */
export function isLike(text: string, pattern: string): boolean {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'i').test(text);
}

function hasPort(port: number, text: string): boolean {
  return text.split(',').some((item) => {
    const [first, last = first] = item.split('-').map(Number);
    return first !== undefined && last !== undefined && port >= first && port <= last;
  });
}

/** The addresses of the router itself. */
export function isLocal(router: RouterState, address: string): boolean {
  const own = (menu: string, property: string): boolean =>
    [...(router.menu(menu)?.list() ?? [])].some((row) => row.get(property)?.split('/')[0] === address);
  return own('/ip/address', 'address') || own('/ppp/profile', 'local-address');
}

function isInterface(router: RouterState, wanted: string, name: string | null): boolean {
  if (name === null) return false;
  if (wanted === 'all') return true;
  const type = router.table('/interface').named(name)?.get('type') ?? '';
  if (wanted === 'all-ppp') return type.startsWith('pppoe') || type.startsWith('ppp');
  if (wanted === 'all-ethernet') return type === 'ether';
  return wanted === name;
}

function isInList(router: RouterState, list: string, name: string | null): boolean {
  if (name === null || list === 'none') return false;
  if (list === 'all') return true;
  const isDynamic = router.table('/interface').named(name)?.dynamic === true;
  if (list === 'dynamic' || list === 'static') return isDynamic === (list === 'dynamic');
  const members = router.menu('/interface/list/member')?.list() ?? [];
  return [...members].some(
    (row) => !row.disabled && row.get('list') === list && isInterface(router, row.get('interface') ?? '', name),
  );
}

const addressType: (side: 'source' | 'destination') => Test = (side) => (value, packet, router) =>
  value.split(',').includes(isLocal(router, packet[side]) ? 'local' : 'unicast');

const hotspotTest: Test = (value, { authorized }) =>
  value.split(',').every((word) => {
    if (word === 'auth') return authorized === true;
    if (word === 'from-client') return authorized !== null;
    return false;
  });

/** Matchers that can say no. What is not here (limits, marks, times) always says yes. */
const TESTS: Readonly<Record<string, Test>> = {
  protocol: (value, { protocol }) => value === protocol || value === { tcp: '6', udp: '17', icmp: '1' }[protocol],
  'src-address': (value, { source }) => inRange(source, value),
  'dst-address': (value, { destination }) => inRange(destination, value),
  'src-address-list': (value, { source }, router) => inAddressList(router, value, source, null),
  'dst-address-list': (value, { destination, host }, router) => inAddressList(router, value, destination, host),
  'src-address-type': addressType('source'),
  'dst-address-type': addressType('destination'),
  'src-port': () => false, // why: a packet from a subscriber comes from a port that nobody chose
  'dst-port': (value, { port }) => hasPort(port, value),
  port: (value, { port }) => hasPort(port, value),
  'any-port': (value, { port }) => hasPort(port, value),
  'in-interface': (value, { inInterface }, router) => isInterface(router, value, inInterface),
  'out-interface': (value, { outInterface }, router) => isInterface(router, value, outInterface),
  'in-interface-list': (value, { inInterface }, router) => isInList(router, value, inInterface),
  'out-interface-list': (value, { outInterface }, router) => isInList(router, value, outInterface),
  'connection-state': (value, { state }) => value.split(',').includes(state),
  'connection-nat-state': (value, { translated }) => translated && value.split(',').includes('dstnat'),
  hotspot: hotspotTest,
  'tls-host': (value, { host }) => host !== null && isLike(host, value),
  'packet-mark': () => false,
  'connection-mark': () => false,
  'routing-mark': () => false,
};

/** Do all matchers of a rule say yes? */
export function matches(router: RouterState, rule: Row, packet: Packet): boolean {
  return Object.entries(TESTS).every(([name, test]) => {
    const value = rule.get(name);
    if (value === undefined) return true;
    return value.startsWith('!') ? !test(value.slice(1), packet, router) : test(value, packet, router);
  });
}
