import { duration, flag, integer, label, reference, text } from '../engine/kinds';
import { type Row } from '../engine/row';
import { comment, disabled, type MenuSchema, type Neighbours, required, ro, rw } from '../engine/schema';
import { failure, invalidValue, noMatch } from '../engine/trap';
import { type ValueKind } from '../engine/value-kind';
import { type VersionProfile } from '../versions/version-profile';
import { duplicate, list, type MenuOptions, shown } from './menu';

const POLICIES = [
  ...['local', 'telnet', 'ssh', 'ftp', 'reboot', 'read', 'write', 'policy', 'test', 'winbox', 'password', 'web'],
  ...['sniff', 'sensitive', 'api', 'rest-api', 'romon'],
];

const ACCEPTED = new Set([...POLICIES, 'dude', 'tikapp']);

/** A comma list of policies, as scripts and schedules take it. */
export const policies: ValueKind = {
  parse(value, { argument }) {
    for (const policy of words(value)) if (!ACCEPTED.has(policy.replace(/^!/, ''))) throw noMatch(argument);
    return value;
  },
  key: () => null,
};

const words = (value: string): string[] => value.split(',').filter((word) => word !== '');

/** A policy list as routers print it: what is not granted carries `!`. */
export function policyList(granted: readonly string[]): string {
  return POLICIES.map((policy) => (granted.includes(policy) ? policy : `!${policy}`)).join(',');
}

/** What a group grants: every policy is printed, those that it does not grant with `!`. */
const groupPolicy: ValueKind = {
  parse: (value, context) => policyList(words(policies.parse(value, context))),
  key: () => null,
};

/** Who may log in. Passwords are never printed. */
export function user({ maxSessions }: VersionProfile): MenuSchema {
  const inactivity = { 'inactivity-policy': rw(text, 'none'), 'inactivity-timeout': rw(duration(), '10m') };
  return list('/user', {
    properties: {
      name: required(loginName),
      group: required(reference('/user/group')),
      address: rw(text, ''),
      password: rw(text, '', { hidden: true }),
      'last-logged-in': ro(text),
      ...(maxSessions ? inactivity : {}),
      expired: ro(flag, 'false'),
      disabled,
      comment,
    },
    unique: duplicate(['name'], 'user with the same name already exists'),
    writePolicy: 'policy',
    checkRemove: (row, neighbours) => {
      const stay = [...neighbours.rows('/user')].filter((other) => other !== row && !other.disabled);
      const isLast = !stay.some((other) => isFull(neighbours, other));
      if (isFull(neighbours, row) && isLast) throw failure('can not remove last user with full rights'); // why: wording unverified
    },
  });
}

/** Ends are letters or digits; inside also `_ . # - @` (routeros.md section 9). */
const loginName: ValueKind = {
  parse(value, { argument }) {
    if (!/^[A-Za-z0-9]([\w.#@-]*[A-Za-z0-9])?$/.test(value)) throw invalidValue(argument);
    return value;
  },
  key: () => null,
};

function isFull(neighbours: Neighbours, user: Row): boolean {
  for (const group of neighbours.rows('/user/group')) {
    if (group.get('name') === user.get('group')) return group.get('policy')?.includes('!') === false;
  }
  return false;
}

export const userGroup = list('/user/group', {
  properties: {
    name: required(label),
    policy: rw(groupPolicy, policyList([])),
    skin: rw(text, 'default'),
    comment,
  },
  unique: duplicate(['name'], 'group with the same name already exists'),
  writePolicy: 'policy',
});

const LIMITED = ['ftp', 'policy'];

/** The groups that every router has. `read` holds `reboot` and `sensitive`, which surprises (routeros.md section 9). */
export const BUILT_IN_GROUPS = [
  { name: 'read', policy: policyList(POLICIES.filter((policy) => ![...LIMITED, 'write'].includes(policy))) },
  { name: 'write', policy: policyList(POLICIES.filter((policy) => !LIMITED.includes(policy))) },
  { name: 'full', policy: policyList(POLICIES) },
];

/** Fixed rows; from 7.16 on with a limit of sessions. */
export function ipService({ maxSessions }: VersionProfile, { availableFrom }: MenuOptions): MenuSchema {
  return shown(
    '/ip/service',
    {
      name: ro(label),
      port: rw(integer(1n, 65_535n)),
      address: rw(text, ''),
      ...(availableFrom === true ? { 'available-from': rw(text, undefined, { alias: 'address' }) } : {}),
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
