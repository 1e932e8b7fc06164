import { duplicate, list } from './menu';
import { flag, integer, ip, label, oneOf, reference, text } from '../engine/kinds';
import { comment, disabled, ro, required, rw } from '../engine/schema';

/** Subscribers that this router authenticates itself. A change does not touch a session that is already up. */
export const pppSecret = list('/ppp/secret', {
  properties: {
    name: required(label),
    service: rw(oneOf('any', 'async', 'pptp', 'pppoe', 'l2tp', 'ovpn', 'sstp'), 'any'),
    'caller-id': rw(text, ''),
    password: rw(text, '', { sensitive: true }),
    profile: rw(reference('/ppp/profile'), 'default'),
    'local-address': rw(ip),
    'remote-address': rw(ip),
    'remote-ipv6-prefix': rw(text),
    routes: rw(text, ''),
    'ipv6-routes': rw(text, ''),
    'limit-bytes-in': rw(integer(), '0'),
    'limit-bytes-out': rw(integer(), '0'),
    'last-logged-out': ro(text),
    'last-caller-id': ro(text, ''),
    'last-disconnect-reason': ro(text, ''),
    disabled,
    dynamic: ro(flag),
    comment,
  },
  unsettable: ['local-address', 'remote-address', 'remote-ipv6-prefix', 'comment', 'caller-id', 'routes'],
  unique: duplicate(['name'], 'secret with the same name already exists'),
});
