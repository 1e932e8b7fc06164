import { flag, integer, label, pair, reference, text } from '../engine/kinds';
import { comment, disabled, required, ro, rw } from '../engine/schema';
import { failure } from '../engine/trap';
import { duplicate, list } from './menu';

/** Refuses a queue whose guaranteed rate exceeds its limit. */
function checkLimits(candidate: ReadonlyMap<string, string>): void {
  const [maxUp, maxDown] = numbers(candidate.get('max-limit'));
  const [atUp, atDown] = numbers(candidate.get('limit-at'));
  if (maxUp > 0n && maxUp < atUp) throw failure('upload-max-limit less than upload-limit');
  if (maxDown > 0n && maxDown < atDown) throw failure('download-max-limit less than download-limit');
}

function numbers(value = '0/0'): [bigint, bigint] {
  const [up = '0', down = up] = value.split('/');
  return [BigInt(up), BigInt(down)];
}

/** An item without a name is called `queue1`, `queue2` and so on. */
function numberedName(candidate: Map<string, string>, isTaken: (name: string) => boolean): void {
  if (candidate.has('name')) return;
  let number = 1;
  while (isTaken(`queue${number}`)) number++;
  candidate.set('name', `queue${number}`);
}

const zeroPair = rw(pair, '0/0');
const cleared = rw(text, undefined, { emptyClears: true });
const counter = ro(integer(), '0');
const pairCounter = ro(pair, '0/0');

export const queueSimple = list('/queue/simple', {
  properties: {
    name: rw(label),
    target: required(text),
    dst: cleared,
    parent: rw(reference('/queue/simple', 'none'), 'none'),
    'packet-marks': rw(text, ''),
    priority: rw(text, '8/8'),
    queue: rw(text, 'default-small/default-small'),
    'limit-at': zeroPair,
    'max-limit': zeroPair,
    'burst-limit': zeroPair,
    'burst-threshold': zeroPair,
    'burst-time': rw(text, '0s/0s'),
    'bucket-size': rw(text, '0.1/0.1'),
    time: cleared,
    'total-bucket-size': cleared,
    'total-burst-limit': cleared,
    'total-burst-threshold': cleared,
    'total-burst-time': cleared,
    'total-limit-at': cleared,
    'total-max-limit': cleared,
    'total-priority': cleared,
    'total-queue': cleared,
    bytes: pairCounter,
    'total-bytes': counter,
    packets: pairCounter,
    'total-packets': counter,
    dropped: pairCounter,
    'total-dropped': counter,
    rate: pairCounter,
    'total-rate': counter,
    'packet-rate': pairCounter,
    'total-packet-rate': counter,
    'queued-packets': pairCounter,
    'total-queued-packets': counter,
    'queued-bytes': pairCounter,
    'total-queued-bytes': counter,
    invalid: ro(flag, 'false'),
    dynamic: ro(flag, 'false'),
    disabled,
    comment,
  },
  verbs: ['move'],
  unsettable: ['dst', 'time', 'comment', 'parent', 'total-queue', 'total-max-limit', 'total-limit-at'],
  unique: duplicate(['name'], 'already have such name'),
  complete: numberedName,
  check: checkLimits,
  checkRemove: (row) => {
    if (row.dynamic) throw failure('can not remove dynamic item'); // why: wording unverified
  },
});

export const queueTree = list('/queue/tree', {
  properties: {
    name: rw(label),
    parent: required(text),
    'packet-mark': rw(text, ''),
    priority: rw(integer(1n, 8n), '8'),
    queue: rw(text, 'default-small'),
    'limit-at': rw(integer(), '0'),
    'max-limit': rw(integer(), '0'),
    'burst-limit': rw(integer(), '0'),
    'burst-threshold': rw(integer(), '0'),
    'burst-time': rw(text, '0s'),
    'bucket-size': rw(text, '0.1'),
    bytes: counter,
    packets: counter,
    dropped: counter,
    rate: counter,
    'packet-rate': counter,
    'queued-packets': counter,
    'queued-bytes': counter,
    invalid: ro(flag, 'false'),
    disabled,
    comment,
  },
  unique: duplicate(['name'], 'already have such name'),
  complete: numberedName,
});

export const queueType = list('/queue/type', {
  properties: {
    name: required(label),
    kind: required(label),
    default: ro(flag, 'false'),
    ...Object.fromEntries(
      [
        ...['pfifo-limit', 'bfifo-limit', 'pcq-rate', 'pcq-limit', 'pcq-classifier', 'pcq-total-limit'],
        ...['pcq-burst-rate', 'pcq-burst-threshold', 'pcq-burst-time', 'pcq-src-address-mask', 'pcq-dst-address-mask'],
        ...['sfq-perturb', 'sfq-allot', 'red-limit', 'red-min-threshold', 'red-max-threshold', 'red-burst'],
        ...['cake-flowmode', 'fq-codel-limit', 'codel-limit'],
      ].map((name) => [name, rw(text)]),
    ),
  },
  unique: duplicate(['name'], 'already have such name'),
});

/** The queue types that every router has. */
export const BUILT_IN_QUEUE_TYPES: readonly Readonly<Record<string, string>>[] = [
  { name: 'default', kind: 'pfifo', 'pfifo-limit': '50' },
  { name: 'ethernet-default', kind: 'pfifo', 'pfifo-limit': '50' },
  { name: 'wireless-default', kind: 'sfq' },
  { name: 'synchronous-default', kind: 'red' },
  { name: 'hotspot-default', kind: 'sfq' },
  { name: 'pcq-upload-default', kind: 'pcq', 'pcq-rate': '0', 'pcq-classifier': 'src-address' },
  { name: 'pcq-download-default', kind: 'pcq', 'pcq-rate': '0', 'pcq-classifier': 'dst-address' },
  { name: 'only-hardware-queue', kind: 'none' },
  { name: 'multi-queue-ethernet-default', kind: 'mq-pfifo' },
  { name: 'default-small', kind: 'pfifo', 'pfifo-limit': '10' },
];
