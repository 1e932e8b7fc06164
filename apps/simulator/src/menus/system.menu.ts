import { duration, flag, integer, label, oneOf, text } from '../engine/kinds';
import { comment, disabled, type MenuSchema, required, ro, rw } from '../engine/schema';
import { type ValueKind } from '../engine/value-kind';
import { noMatch } from '../engine/trap';
import { type VersionProfile } from '../versions/version-profile';
import { duplicate, list, settings, shown } from './menu';

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

export const systemResourceCpu = shown('/system/resource/cpu', {
  cpu: ro(text),
  load: number('3'),
  irq: number('0'),
  disk: number('0'),
});

export const systemIdentity = settings('/system/identity', { name: rw(label) });

/** A zone of the tz database. */
const zone: ValueKind = {
  parse(value, { argument }) {
    try {
      return new Intl.DateTimeFormat('en', { timeZone: value }).resolvedOptions().timeZone === '' ? '' : value;
    } catch {
      throw noMatch(argument); // why: Intl throws for a zone that it does not know
    }
  },
  key: () => null,
};

export const systemClock = settings('/system/clock', {
  time: rw(text),
  date: rw(text),
  'time-zone-autodetect': rw(flag, 'false'),
  'time-zone-name': rw(zone),
  'gmt-offset': ro(text),
  'dst-active': ro(flag, 'false'),
});

/** The settings differ between the major versions. */
export function ntpClient({ major }: VersionProfile): MenuSchema {
  const common = {
    enabled: rw(flag, 'false'),
    mode: rw(oneOf('unicast', 'broadcast', 'multicast', 'manycast'), 'unicast'),
  };
  return major === 6
    ? settings('/system/ntp/client', {
        ...common,
        'primary-ntp': rw(text, '0.0.0.0'),
        'secondary-ntp': rw(text, '0.0.0.0'),
        'server-dns-names': rw(text, ''),
        'active-server': ro(text),
        'poll-interval': ro(text),
      })
    : settings('/system/ntp/client', {
        ...common,
        servers: rw(text, ''),
        vrf: rw(text, 'main'),
        'freq-drift': ro(text, '0 PPM'),
        status: ro(text, 'stopped'),
        'synced-server': ro(text),
        'synced-stratum': ro(text),
        'system-offset': ro(text),
      });
}

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

export const systemPackageUpdate = settings('/system/package/update', {
  channel: rw(oneOf('stable', 'long-term', 'testing', 'development', 'upgrade'), 'stable'),
  'installed-version': ro(text),
  'latest-version': ro(text),
  status: ro(text),
});

/** The shape differs between the major versions. */
export function systemHealth(profile: VersionProfile): MenuSchema {
  return profile.health === 'row'
    ? settings('/system/health', { voltage: ro(text, '24.2'), temperature: ro(text, '41') })
    : shown('/system/health', { name: ro(text), value: ro(text), type: ro(text) });
}

/** What was changed, newest last. */
export const systemHistory = shown(
  '/system/history',
  { action: ro(text), by: ro(text), policy: ro(text), time: ro(text), undoable: ro(flag, 'true') },
  [],
  { capacity: 100, volatile: true },
);

export const systemLogging = list('/system/logging', {
  properties: {
    topics: rw(text, 'info'),
    prefix: rw(text, ''),
    regex: rw(text, ''),
    action: rw(text, 'memory'),
    default: ro(flag),
    invalid: ro(flag, 'false'),
    disabled,
  },
});

export const systemLoggingAction = list('/system/logging/action', {
  properties: {
    name: required(label),
    target: rw(oneOf('disk', 'echo', 'email', 'memory', 'remote'), 'memory'),
    'memory-lines': rw(integer(), '1000'),
    'memory-stop-on-full': rw(flag, 'false'),
    'disk-file-name': rw(text),
    'disk-lines-per-file': rw(text),
    remote: rw(text),
    'remote-port': rw(text),
    'bsd-syslog': rw(flag),
    default: ro(flag, 'false'),
  },
  unique: duplicate(['name'], 'action with the same name already exists'),
});

export const snmp = settings('/snmp', {
  enabled: rw(flag, 'false'),
  contact: rw(text, ''),
  location: rw(text, ''),
  'engine-id': ro(text, ''),
  'engine-id-suffix': rw(text, ''),
  'trap-target': rw(text, ''),
  'trap-community': rw(text, 'public'),
  'trap-version': rw(oneOf('1', '2', '3'), '1'),
  'trap-generators': rw(text, 'temp-exception'),
  'src-address': rw(text, '::'),
  vrf: rw(text, 'main'),
});

export const snmpCommunity = list('/snmp/community', {
  properties: {
    name: required(label),
    addresses: rw(text, '::/0'),
    security: rw(text, 'none'),
    'read-access': rw(flag, 'true'),
    'write-access': rw(flag, 'false'),
    default: ro(flag),
    disabled,
    comment,
  },
  unique: duplicate(['name'], 'community with the same name already exists'),
});

export const certificate = list('/certificate', {
  properties: {
    name: rw(label),
    'common-name': rw(text, ''),
    'key-size': rw(text, '2048'),
    'days-valid': rw(integer(), '365'),
    'key-usage': rw(
      text,
      'digital-signature,key-encipherment,data-encipherment,key-cert-sign,crl-sign,tls-server,tls-client',
    ),
    country: rw(text, ''),
    organization: rw(text, ''),
    'subject-alt-name': rw(text, ''),
    'serial-number': ro(text),
    fingerprint: ro(text),
    issuer: ro(text),
    'invalid-before': ro(text),
    'invalid-after': ro(text),
    'expires-after': ro(text),
    'private-key': ro(flag, 'true'),
    authority: ro(flag, 'false'),
    issued: ro(flag, 'false'),
    trusted: rw(flag, 'false'),
    expired: ro(flag, 'false'),
  },
  unique: duplicate(['name'], 'certificate with the same name already exists'),
  writePolicy: 'policy',
});
