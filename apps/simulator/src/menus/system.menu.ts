import { duration, flag, integer, label, text } from '../engine/kinds';
import { type MenuSchema, ro, rw } from '../engine/schema';
import { type VersionProfile } from '../versions/version-profile';
import { settings, shown } from './menu';

const number = (initial?: string): ReturnType<typeof ro> => ro(integer(), initial);

export const systemResource = settings('/system/resource', {
  uptime: ro(duration()),
  version: ro(text),
  'build-time': ro(text),
  'factory-software': ro(text, '6.45.9'),
  'free-memory': number('801112064'),
  'total-memory': number('1073741824'),
  cpu: ro(text, 'ARM64'),
  'cpu-count': number('4'),
  'cpu-frequency': number('1400'),
  'cpu-load': number('3'),
  'free-hdd-space': number('997576704'),
  'total-hdd-space': number('1073741824'),
  'write-sect-since-reboot': number('4138'),
  'write-sect-total': number('219842'),
  'bad-blocks': ro(text, '0'),
  'architecture-name': ro(text, 'arm64'),
  'board-name': ro(text, 'RB5009UG+S+'),
  platform: ro(text, 'MikroTik'),
});

export const systemIdentity = settings('/system/identity', { name: rw(label) });

export const systemClock = settings('/system/clock', {
  time: ro(text),
  date: ro(text),
  'time-zone-autodetect': rw(flag, 'false'),
  'time-zone-name': rw(text),
  'gmt-offset': ro(text),
  'dst-active': ro(flag, 'false'),
});

export const systemRouterboard = settings('/system/routerboard', {
  routerboard: ro(flag, 'true'),
  model: ro(text, 'RB5009UG+S+'),
  revision: ro(text, 'r2'),
  'serial-number': ro(text),
  'firmware-type': ro(text, '70x0'),
  'factory-firmware': ro(text, '7.1.1'),
  'current-firmware': ro(text),
  'upgrade-firmware': ro(text),
});

export const systemLicense = settings('/system/license', {
  'software-id': ro(text),
  nlevel: ro(integer(), '5'),
  features: ro(text, ''),
});

export const systemPackage = shown(
  '/system/package',
  {
    name: ro(text),
    version: ro(text),
    'build-time': ro(text),
    scheduled: ro(text, ''),
    disabled: ro(flag, 'false'),
  },
  ['enable', 'disable'],
);

/** The shape differs between the major versions. */
export function systemHealth(profile: VersionProfile): MenuSchema {
  return profile.health === 'row'
    ? settings('/system/health', { voltage: ro(text, '24.2'), temperature: ro(text, '41') })
    : shown('/system/health', { name: ro(text), value: ro(text), type: ro(text) });
}
