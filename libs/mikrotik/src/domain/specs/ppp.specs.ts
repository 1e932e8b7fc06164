import { address, count, duration, flag, rate, text } from '../normalise';
import { named } from './spec';

/** PPP profiles and secrets. */
export const PPP_SPECS = {
  'ppp-profile': named({
    menu: '/ppp/profile',
    attributes: {
      'local-address': address,
      'remote-address': address,
      'rate-limit': rate,
      'only-one': flag,
      'use-compression': flag,
      'use-encryption': flag,
      'change-tcp-mss': flag,
      'session-timeout': duration,
      'idle-timeout': duration,
      'address-list': text,
      'dns-server': text,
      'parent-queue': text,
      'queue-type': text,
      'insert-queue-before': text,
      'incoming-filter': text,
      'outgoing-filter': text,
      'interface-list': text,
      bridge: text,
    },
    unsettable: ['local-address', 'remote-address', 'rate-limit', 'session-timeout', 'idle-timeout', 'address-list'],
    references: { 'local-address': ['ip-pool'], 'remote-address': ['ip-pool'], 'parent-queue': ['simple-queue'] },
  }),
  'ppp-secret': named({
    menu: '/ppp/secret',
    attributes: {
      service: text,
      password: text,
      profile: text,
      'caller-id': text,
      'local-address': address,
      'remote-address': address,
      disabled: flag,
      'limit-bytes-in': count,
      'limit-bytes-out': count,
    },
    unsettable: ['local-address', 'remote-address', 'caller-id'],
    emptied: { 'limit-bytes-in': '0', 'limit-bytes-out': '0' },
    secret: ['password'],
    references: { profile: ['ppp-profile'] },
    sessions: [{ menu: '/ppp/active', by: 'name' }],
    endsSession: ['disabled', 'profile', 'password', 'remote-address', 'local-address'],
    service: ['disabled', 'profile'],
  }),
} as const;
