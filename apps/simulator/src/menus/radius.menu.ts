import { duration, flag, integer, label, listOf, oneOf, text } from '../engine/kinds';
import { comment, disabled, required, ro, rw } from '../engine/schema';
import { list, settings } from './menu';

const port = (initial: string): ReturnType<typeof rw> => rw(integer(0n, 65_535n), initial);

export const radius = list('/radius', {
  properties: {
    service: rw(listOf('ppp', 'login', 'hotspot', 'wireless', 'dhcp', 'ipsec', 'dot1x'), ''),
    'called-id': rw(text, ''),
    domain: rw(text, ''),
    address: required(label),
    secret: rw(text, '', { sensitive: true }),
    'authentication-port': port('1812'),
    'accounting-port': port('1813'),
    timeout: rw(duration(), '300ms'),
    'accounting-backup': rw(flag, 'false'),
    'src-address': rw(text, '0.0.0.0'),
    protocol: rw(oneOf('udp', 'radsec'), 'udp'),
    certificate: rw(text, 'none'),
    'radsec-timeout': rw(duration(), '3s300ms'),
    'require-message-auth': rw(text, 'yes-for-request-resp'),
    realm: rw(text, ''),
    disabled,
    comment,
  },
  verbs: ['move'],
});

export const radiusIncoming = settings('/radius/incoming', {
  accept: rw(flag, 'false'),
  port: port('3799'),
  vrf: rw(text, 'main'),
  requests: ro(integer(), '0'),
  'bad-requests': ro(integer(), '0'),
});
