import { label, ranges, reference, text } from '../engine/kinds';
import { comment, required, ro, rw } from '../engine/schema';
import { duplicate, list, shown } from './menu';

export const ipPool = list('/ip/pool', {
  properties: {
    name: required(label),
    ranges: required(ranges),
    'next-pool': rw(reference('/ip/pool', 'none')),
    comment,
  },
  unique: duplicate(['name'], 'pool with such name exists'),
});

export const poolUsed = shown(
  '/ip/pool/used',
  { pool: ro(text), address: ro(text), owner: ro(text), info: ro(text) },
  [],
  { volatile: true },
);
