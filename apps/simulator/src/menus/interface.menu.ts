import { flag, integer, label, mac, text } from '../engine/kinds';
import { comment, disabled, ro, rw } from '../engine/schema';
import { shown } from './menu';

const counter = ro(integer(), '0');

export const networkInterface = shown(
  '/interface',
  {
    name: rw(label),
    'default-name': ro(text),
    type: ro(text),
    mtu: rw(text, '1500'),
    'actual-mtu': ro(text, '1500'),
    l2mtu: rw(text),
    'max-l2mtu': ro(text),
    'mac-address': ro(mac),
    'last-link-up-time': ro(text),
    'last-link-down-time': ro(text),
    'link-downs': counter,
    'rx-byte': counter,
    'tx-byte': counter,
    'rx-packet': counter,
    'tx-packet': counter,
    'rx-drop': counter,
    'tx-drop': counter,
    'tx-queue-drop': counter,
    'rx-error': counter,
    'tx-error': counter,
    'fp-rx-byte': counter,
    'fp-tx-byte': counter,
    'fp-rx-packet': counter,
    'fp-tx-packet': counter,
    running: ro(flag, 'true'),
    slave: ro(flag),
    dynamic: ro(flag),
    disabled,
    comment,
  },
  ['set', 'enable', 'disable', 'comment'],
);
