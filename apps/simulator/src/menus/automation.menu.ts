import { duration, flag, integer, label, text } from '../engine/kinds';
import { comment, disabled, type MenuSchema, required, ro, rw } from '../engine/schema';
import { failure } from '../engine/trap';
import { type VersionProfile } from '../versions/version-profile';
import { duplicate, list, shown } from './menu';
import { policies } from './user.menu';

const ALL = 'ftp,reboot,read,write,policy,test,password,sniff,sensitive,romon';

export const systemScript = list('/system/script', {
  properties: {
    name: rw(label),
    owner: ro(text, '*sys'),
    policy: rw(policies, ALL),
    'dont-require-permissions': rw(flag, 'false'),
    'last-started': ro(text),
    'run-count': ro(integer(), '0'),
    source: rw(text, ''),
    invalid: ro(flag, 'false'),
    comment,
  },
  unique: duplicate(['name'], 'item with this name already exists'),
  complete: numbered('script'),
});

export const systemScheduler = list('/system/scheduler', {
  properties: {
    name: rw(label),
    'start-date': rw(text),
    'start-time': rw(text),
    interval: rw(duration(), '0s'),
    'on-event': rw(text, ''),
    owner: ro(text, '*sys'),
    policy: rw(policies, ALL),
    'run-count': ro(integer(), '0'),
    'next-run': ro(text),
    disabled,
    comment,
  },
  unique: duplicate(['name'], 'item with this name already exists'),
  complete: numbered('schedule'),
});

export const systemScriptJob = shown(
  '/system/script/job',
  { type: ro(text, 'command'), script: ro(text), owner: ro(text), policy: ro(text), started: ro(text) },
  ['remove'],
  { volatile: true },
);

function numbered(prefix: string): NonNullable<MenuSchema['complete']> {
  return (candidate, isTaken) => {
    if (candidate.has('name')) return;
    let number = 1;
    while (isTaken(`${prefix}${number}`)) number++;
    candidate.set('name', `${prefix}${number}`);
  };
}

/** Bytes of `contents` that a router takes: between 61,250 and 61,500 were measured on one (routeros.md section 12). */
export const MAX_CONTENTS = 61_400;

function checkContents(candidate: ReadonlyMap<string, string>): void {
  if (Buffer.byteLength(candidate.get('contents') ?? '') > MAX_CONTENTS) throw failure('contents too long');
}

/** Files; v6 makes none over the API. */
export function file({ major }: VersionProfile): MenuSchema {
  const time = major === 6 ? { 'creation-time': ro(text) } : { 'last-modified': ro(text) };
  const properties = { name: required(label), type: rw(text), size: ro(integer(), '0'), ...time, contents: rw(text) };
  const schema = list('/file', {
    properties,
    unique: duplicate(['name'], 'file with such name already exists'),
    check: checkContents,
  });
  const verbs = new Set(schema.verbs);
  if (major === 6) verbs.delete('add');
  return { ...schema, verbs };
}
