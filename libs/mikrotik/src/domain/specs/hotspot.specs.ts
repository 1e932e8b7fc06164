import { address, count, flag, mac, nameOrNone, pause, rate, serverOrAll, text } from '../normalise';
import { named, nameless } from './spec';

/** Hotspot users, their profiles, and bindings of devices. */
export const HOTSPOT_SPECS = {
  'hotspot-user-profile': named({
    menu: '/ip/hotspot/user/profile',
    ownedBy: 'prefix', // why: this menu has no comment on any version
    attributes: {
      'address-pool': nameOrNone,
      'session-timeout': pause,
      'idle-timeout': pause,
      'keepalive-timeout': pause,
      'status-autorefresh': pause,
      'shared-users': text,
      'add-mac-cookie': flag,
      'mac-cookie-timeout': pause,
      'rate-limit': rate,
      'address-list': text,
      'parent-queue': nameOrNone,
      'queue-type': text,
      'insert-queue-before': text,
      'incoming-filter': text,
      'outgoing-filter': text,
      'transparent-proxy': flag,
      'open-status-page': text,
      'on-login': text,
      'on-logout': text,
    },
    unsettable: ['session-timeout', 'rate-limit', 'address-list', 'parent-queue', 'queue-type'],
    emptied: { 'address-pool': 'none', 'idle-timeout': 'none', 'keepalive-timeout': 'none' },
    references: { 'address-pool': ['ip-pool'], 'parent-queue': ['simple-queue'] },
  }),
  'hotspot-user': named({
    menu: '/ip/hotspot/user',
    attributes: {
      server: serverOrAll,
      password: text,
      profile: text,
      address,
      'mac-address': mac,
      email: text,
      routes: text,
      'limit-uptime': pause,
      'limit-bytes-in': count,
      'limit-bytes-out': count,
      'limit-bytes-total': count,
      disabled: flag,
    },
    emptied: {
      address: '0.0.0.0',
      'mac-address': '00:00:00:00:00:00',
      'limit-uptime': '0s',
      'limit-bytes-in': '0',
      'limit-bytes-out': '0',
      'limit-bytes-total': '0',
    },
    secret: ['password'],
    references: { profile: ['hotspot-user-profile'] },
    // why: a cookie lets a client back in without any check, so cookies go first
    sessions: [
      { menu: '/ip/hotspot/cookie', by: 'user' },
      { menu: '/ip/hotspot/active', by: 'user', server: true },
    ],
    endsSession: ['disabled', 'profile', 'password', 'address', 'mac-address'],
    label: ['server', 'name'],
    dynamicRows: true,
  }),
  'ip-binding': nameless({
    menu: '/ip/hotspot/ip-binding',
    attributes: {
      'mac-address': mac,
      address,
      'to-address': address,
      server: serverOrAll,
      type: text,
      disabled: flag,
    },
    emptied: { address: '0.0.0.0', 'to-address': '0.0.0.0', server: 'all' },
    label: ['mac-address', 'address', 'type'],
    dynamicRows: true,
  }),
} as const;
