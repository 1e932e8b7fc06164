import { type ChannelKind } from '../checkout';

const KINDS: readonly (readonly [ChannelKind, string])[] = [
  ['card', 'VC'],
  ['va', 'BC M2 VA I1 B1 BT A1 AG NC BR S1 DM BV'],
  ['retail', 'FT IR'],
  ['ewallet', 'OV SA LF LA DA SL OL'],
  ['qris', 'SP NQ GQ SQ'],
  ['paylater', 'DN AT'],
];

/** Only how a channel is shown; a code that is not known here works all the same. */
export function duitkuChannelKind(code: string): ChannelKind {
  return KINDS.find(([, codes]) => codes.split(' ').includes(code))?.[0] ?? 'other';
}

/** Minutes: the longest that a channel lives, or `fixed` where Duitku decides alone (payments.md 2.8). */
const LONGEST: Readonly<Record<string, number>> = {
  OV: 1_440,
  SA: 60,
  DA: 1_440,
  NQ: 1_440,
  SP: 60,
  GQ: 60,
  SQ: 60,
  T1: 1_440,
  T2: 1_440,
  T3: 1_440,
};
const FIXED: Readonly<Record<string, number>> = { VC: 30, DN: 1_440, AT: 720, JP: 10 };

/** Minutes that an order of this channel will really live when it is to live until `wanted` minutes from now. */
export function duitkuLifetime(channel: string | undefined, wanted: number): number {
  const fixed = channel === undefined ? undefined : FIXED[channel];
  const longest = channel === undefined ? undefined : LONGEST[channel];
  return fixed ?? Math.max(1, Math.min(Math.floor(wanted), longest ?? Infinity));
}
