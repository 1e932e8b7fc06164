import { duration, flag, integer, listOf, oneOf, reference, text } from '../engine/kinds';
import { comment, disabled, required, ro, rw } from '../engine/schema';
import { list, settings, shown } from './menu';
import { PPP_AAA_PROPERTIES, PPP_ACTIVE_PROPERTIES } from './ppp-profile.menu';

export const pppAaa = settings('/ppp/aaa', PPP_AAA_PROPERTIES);

/** Sessions that are up; removing one hangs it up. Ids of dynamic items start high, as on hardware. */
export const pppActive = shown('/ppp/active', PPP_ACTIVE_PROPERTIES, ['remove'], {
  firstId: 0x8000_0001,
  volatile: true,
});

export const pppoeServer = list('/interface/pppoe-server/server', {
  properties: {
    'service-name': rw(text, ''),
    interface: required(reference('/interface')),
    'max-mtu': rw(text, 'auto'),
    'max-mru': rw(text, 'auto'),
    mrru: rw(text, 'disabled'),
    authentication: rw(listOf('pap', 'chap', 'mschap1', 'mschap2'), 'pap,chap,mschap1,mschap2'),
    'keepalive-timeout': rw(integer(0n, 65_535n, 'disabled'), '10'),
    'one-session-per-host': rw(flag, 'false'),
    'max-sessions': rw(integer(1n, 65_535n, 'unlimited'), 'unlimited'),
    'pado-delay': rw(integer(0n, 65_535n), '0'),
    'default-profile': rw(reference('/ppp/profile'), 'default'),
    'accept-empty-service': rw(oneOf('yes', 'no'), 'yes'),
    invalid: ro(flag, 'false'),
    disabled,
    comment,
  },
});

/** One row per line of the log, oldest first, at most as many as the memory of a router holds. */
export const log = shown('/log', { time: ro(text), topics: ro(text), message: ro(text) }, [], {
  capacity: 1_000,
  volatile: true,
});

export const userActive = shown(
  '/user/active',
  {
    when: ro(text),
    name: ro(text),
    address: ro(text),
    via: ro(text),
    group: ro(text),
    radius: ro(flag, 'false'),
    uptime: ro(duration()),
  },
  [],
  { volatile: true },
);
