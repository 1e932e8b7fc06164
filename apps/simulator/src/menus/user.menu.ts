import { label, reference, text } from '../engine/kinds';
import { comment, disabled, type MenuSchema, required, ro, rw } from '../engine/schema';
import { integer } from '../engine/kinds';
import { flag } from '../engine/kinds';
import { type VersionProfile } from '../versions/version-profile';
import { duplicate, list, shown } from './menu';

/** Who may log in. Passwords are never printed. */
export const user = list('/user', {
  properties: {
    name: required(label),
    group: required(reference('/user/group')),
    address: rw(text, ''),
    password: rw(text, '', { hidden: true }),
    'last-logged-in': ro(text),
    expired: ro(flag, 'false'),
    disabled,
    comment,
  },
  unique: duplicate(['name'], 'user with the same name already exists'),
  writePolicy: 'policy',
});

export const userGroup = list('/user/group', {
  properties: { name: required(label), policy: rw(text, ''), skin: rw(text, 'default'), comment },
  unique: duplicate(['name'], 'group with the same name already exists'),
  writePolicy: 'policy',
});

const POLICIES = [
  ...['local', 'telnet', 'ssh', 'ftp', 'reboot', 'read', 'write', 'policy', 'test', 'winbox', 'password', 'web'],
  ...['sniff', 'sensitive', 'api', 'rest-api', 'romon'],
];

/** A policy list as routers print it: what is not granted carries `!`. */
export function policyList(granted: readonly string[]): string {
  return POLICIES.map((policy) => (granted.includes(policy) ? policy : `!${policy}`)).join(',');
}

const LIMITED = ['ftp', 'policy'];

/** The groups that every router has. `read` holds `reboot` and `sensitive`, which surprises (routeros.md section 9). */
export const BUILT_IN_GROUPS = [
  { name: 'read', policy: policyList(POLICIES.filter((policy) => ![...LIMITED, 'write'].includes(policy))) },
  { name: 'write', policy: policyList(POLICIES.filter((policy) => !LIMITED.includes(policy))) },
  { name: 'full', policy: policyList(POLICIES) },
];

/** Fixed rows; from 7.16 on with a limit of sessions. */
export function ipService({ maxSessions }: VersionProfile): MenuSchema {
  return shown(
    '/ip/service',
    {
      name: ro(label),
      port: rw(integer(1n, 65_535n)),
      address: rw(text, ''),
      certificate: rw(text, 'none'),
      'tls-version': rw(text, 'any'),
      vrf: rw(text, 'main'),
      ...(maxSessions ? { 'max-sessions': rw(integer(1n, 1_000n), '20') } : {}),
      invalid: ro(flag, 'false'),
      disabled,
    },
    ['set', 'enable', 'disable'],
  );
}

/** Ports of the services of a fresh router. */
export const SERVICES = {
  telnet: 23,
  ftp: 21,
  www: 80,
  ssh: 22,
  'www-ssl': 443,
  api: 8728,
  winbox: 8291,
  'api-ssl': 8729,
} as const;
