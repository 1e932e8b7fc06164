import { duration, flag, text } from '../engine/kinds';
import { ro } from '../engine/schema';
import { settings, shown } from './menu';
import { PPP_AAA_PROPERTIES, PPP_ACTIVE_PROPERTIES } from './ppp-profile.menu';

export const pppAaa = settings('/ppp/aaa', PPP_AAA_PROPERTIES);

/** Sessions that are up; removing one hangs it up. Ids of dynamic items start high, as on hardware. */
export const pppActive = shown('/ppp/active', PPP_ACTIVE_PROPERTIES, ['remove'], {
  firstId: 0x8000_0001,
  volatile: true,
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
