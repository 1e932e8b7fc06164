/** What an edit says about one kind of address: another one, none, or the next of a pool. Undefined: nothing. */
export interface AddressEdit {
  wanted: string | null | undefined;
  poolId: string | undefined;
}

/** What follows from it. */
export interface Readdressing {
  /** What is held now goes back. */
  releases: boolean;
  /** The account's row has to be written. */
  changes: boolean;
  /** To hold from now on. */
  address: string | null;
  /** Where the address comes from, in its place. */
  poolId?: string;
}

/** @param moves to another router: what is held there begins anew, at the same address */
export function readdressing(present: string | null, { wanted, poolId }: AddressEdit, moves: boolean): Readdressing {
  if (poolId !== undefined) return { releases: true, changes: true, address: null, poolId };
  const changes = wanted !== undefined && wanted !== present;
  const releases = changes || moves;
  return { releases, changes, address: releases ? (changes ? wanted : present) : null };
}
