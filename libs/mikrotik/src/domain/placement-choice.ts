/** A member of a group as a placement sees it. */
export interface PlacementMember {
  routerId: string;
  /** How many subscribers it takes compared with the others. */
  weight: number;
  /** Most subscribers it may have; null: any number. */
  capacity: number | null;
  /** Members of a lower number are filled first; the others stand by. */
  priority: number;
  /** It may be given subscribers now. */
  available: boolean;
  /** Subscribers whose home it is: they make up its load. */
  homes: number;
  /** Subscribers of failed members that it serves meanwhile: they take room, but are no load of its own. */
  guests: number;
}

/** Chosen routers, one per subscriber; or why there is none. */
export type PlacementChoice = { routerIds: string[] } | { refused: 'NO_HEALTHY_MEMBER' | 'FULL' };

/**
 * Chooses a home for each of `count` new subscribers: of the available members with room the one of the lowest priority
 * number and the least `homes / weight`; of equals the heavier one. All or none.
 */
export function choosePlacements(members: readonly PlacementMember[], count: number): PlacementChoice {
  const candidates = members.filter(({ available }) => available).map((member) => ({ ...member }));
  if (candidates.length === 0) return { refused: 'NO_HEALTHY_MEMBER' };
  const routerIds: string[] = [];
  for (let n = 0; n < count; n++) {
    const chosen = candidates.filter(hasRoom).sort(better)[0];
    if (!chosen) return { refused: 'FULL' };
    chosen.homes++;
    routerIds.push(chosen.routerId);
  }
  return { routerIds };
}

const hasRoom = ({ capacity, homes, guests }: PlacementMember): boolean =>
  capacity === null || homes + guests < capacity;

function better(a: PlacementMember, b: PlacementMember): number {
  return (
    a.priority - b.priority ||
    a.homes * b.weight - b.homes * a.weight ||
    b.weight - a.weight ||
    (a.routerId < b.routerId ? -1 : 1)
  );
}
