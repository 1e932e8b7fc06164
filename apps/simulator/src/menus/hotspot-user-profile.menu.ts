import { duration, flag, integer, label, oneOf, rateLimit, reference, text } from '../engine/kinds';
import { type Property, required, ro, rw } from '../engine/schema';
import { type ValueKind } from '../engine/value-kind';
import { duplicate, list } from './menu';

const cleared = (kind: ValueKind = text): Property => rw(kind, undefined, { emptyClears: true });

/** What a hotspot user gets. `session-timeout` bounds one session, not the validity of a voucher. */
export const hotspotUserProfile = list('/ip/hotspot/user/profile', {
  properties: {
    name: required(label),
    'address-pool': rw(reference('/ip/pool', 'none'), 'none'),
    'session-timeout': cleared(duration()),
    'idle-timeout': rw(duration('none'), 'none'),
    'keepalive-timeout': rw(duration('none'), '2m'),
    'status-autorefresh': rw(duration('none'), '1m'),
    'shared-users': rw(integer(1n, 4_294_967_295n, 'unlimited'), '1'),
    'add-mac-cookie': rw(flag, 'true'),
    'mac-cookie-timeout': rw(duration(), '3d'),
    'rate-limit': cleared(rateLimit),
    'insert-queue-before': cleared(),
    'parent-queue': cleared(reference('/queue/simple', 'none')),
    'queue-type': cleared(),
    'address-list': rw(text, ''),
    'incoming-filter': cleared(),
    'outgoing-filter': cleared(),
    'incoming-packet-mark': cleared(),
    'outgoing-packet-mark': cleared(),
    'on-login': cleared(),
    'on-logout': cleared(),
    'transparent-proxy': rw(flag, 'false'),
    'open-status-page': rw(oneOf('always', 'http-login'), 'always'),
    advertise: rw(flag, 'false'),
    'advertise-interval': cleared(),
    'advertise-timeout': cleared(),
    'advertise-url': cleared(),
    default: ro(flag, 'false'),
  },
  unsettable: [
    ...['session-timeout', 'rate-limit', 'insert-queue-before', 'parent-queue', 'queue-type', 'address-list'],
    ...['incoming-filter', 'outgoing-filter', 'incoming-packet-mark', 'outgoing-packet-mark', 'on-login', 'on-logout'],
  ],
  unique: duplicate(['name'], 'profile with the same name already exists'),
});
