import { address, flag, text } from '../normalise';
import { nameless } from './spec';

const MATCHERS = {
  chain: text,
  action: text,
  protocol: text,
  'src-address': address,
  'dst-address': address,
  'src-address-list': text,
  'dst-address-list': text,
  'src-address-type': text,
  'dst-address-type': text,
  'src-port': text,
  'dst-port': text,
  port: text,
  'in-interface': text,
  'out-interface': text,
  'in-interface-list': text,
  'out-interface-list': text,
  'src-mac-address': text,
  'connection-state': text,
  'connection-limit': text,
  hotspot: text,
  'icmp-options': text,
  'jump-target': text,
  limit: text,
  'dst-limit': text,
  log: flag,
  'log-prefix': text,
  disabled: flag,
} as const;

const unsettable = Object.keys(MATCHERS).filter((name) => !['chain', 'action', 'log', 'disabled'].includes(name));

/** Firewall rules. */
export const FIREWALL_SPECS = {
  'firewall-filter': nameless({
    menu: '/ip/firewall/filter',
    attributes: { ...MATCHERS, 'reject-with': text },
    unsettable: [...unsettable, 'reject-with'],
    label: ['chain', 'action'],
    dynamicRows: true,
    ordered: true,
  }),
  'firewall-nat': nameless({
    menu: '/ip/firewall/nat',
    attributes: { ...MATCHERS, 'to-addresses': text, 'to-ports': text },
    unsettable: [...unsettable, 'to-addresses', 'to-ports'],
    label: ['chain', 'action'],
    dynamicRows: true,
    ordered: true,
  }),
} as const;
