import { BUCKETS, distribute, uncovered, type Substitute } from '../domain/bucket-shares';
import { isServing } from '../domain/failover-watch';
import { type LiveShare, type WatchedMember } from './failovers.repository';
import { type LoadTable } from './router-load';
import { type Substitutes } from './router-group';

/** How the shares of a group have to change. */
export interface CoverChange {
  removed: LiveShare[];
  added: LiveShare[];
  /** Failed-over routers for which nobody stands in. */
  uncovered: WatchedMember[];
}

interface CoverInput {
  substitutes: Substitutes;
  members: readonly WatchedMember[];
  shares: readonly LiveShare[];
  loads: LoadTable;
}

/** Serves its own subscribers and may serve others'. */
export const isAvailable = (member: WatchedMember): boolean => member.failoverId === null && isServing(member);

/**
 * Gives every subscriber of a failed-over member a substitute, and moves nobody who has one: a share is only taken from
 * a router that left the group or was failed over itself.
 */
export function planCover(input: CoverInput): CoverChange {
  const { members, shares, loads } = input;
  const failed = new Set(members.filter(({ failoverId }) => failoverId !== null).map(({ routerId }) => routerId));
  const gone = ({ routerId }: LiveShare): boolean =>
    failed.has(routerId) || !members.some((member) => member.routerId === routerId);
  const change: CoverChange = { removed: shares.filter(gone), added: [], uncovered: [] };
  const rooms = new Map(members.map((member) => [member.routerId, roomOf(member, loads)]));
  for (const member of members.filter(({ failoverId }) => failoverId !== null)) {
    const kept = shares.filter((share) => share.failoverId === member.failoverId && !gone(share));
    const added = coverOne(member, kept, { ...input, rooms });
    change.added.push(...added);
    if (kept.length + added.length === 0) change.uncovered.push(member);
  }
  return change;
}

function coverOne(
  home: WatchedMember,
  kept: readonly LiveShare[],
  { substitutes, members, loads, rooms }: CoverInput & { rooms: Map<string, number | null> },
): LiveShare[] {
  const own = { failoverId: home.failoverId ?? '', homeRouterId: home.routerId };
  const available = members.filter((member) => isAvailable(member) && member.routerId !== home.routerId);
  if (substitutes === 'ALL') {
    const missing = available.filter(({ routerId }) => !kept.some((share) => share.routerId === routerId));
    return missing.map(({ routerId }) => ({ ...own, routerId, from: 0, to: BUCKETS }));
  }
  const subscribers = loads.homes(home.routerId);
  const candidates = available.map(({ routerId, weight }): Substitute => ({
    routerId,
    weight,
    room: rooms.get(routerId) ?? null,
  }));
  const added = distribute(uncovered(kept), candidates, subscribers);
  for (const { routerId, from, to } of added) {
    const room = rooms.get(routerId) ?? null;
    if (room !== null) rooms.set(routerId, room - Math.ceil(((to - from) * subscribers) / BUCKETS));
  }
  return added.map((share) => ({ ...own, ...share }));
}

function roomOf({ routerId, capacity }: WatchedMember, loads: LoadTable): number | null {
  return capacity === null ? null : capacity - loads.homes(routerId) - loads.guests(routerId);
}
