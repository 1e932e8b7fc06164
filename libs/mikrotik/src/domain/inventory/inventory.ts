/** What an operator may have on a router that is worth taking over, or seeing before anything is taken over. */
export const INVENTORY_KINDS = [
  ...(['ppp-secret', 'ppp-profile', 'hotspot-user', 'hotspot-user-profile'] as const),
  ...(['simple-queue', 'dhcp-lease'] as const),
] as const;
export type InventoryKind = (typeof INVENTORY_KINDS)[number];

/** What a router tells of a password: nothing at all (`HIDDEN`) without the policy `sensitive`. */
export type PasswordState = 'PRESENT' | 'EMPTY' | 'HIDDEN' | 'NOT_ASCII';

/** One object as it is on the router, without secrets. */
export interface InventoryObject {
  /** Its name; a lease's address. */
  name: string;
  /** Attributes that are worth seeing. */
  values: Record<string, string>;
  /** The operator's own text, without our mark. */
  comment: string;
  /** Name or comment are no UTF-8: shown by the router's code page, and left as they are. */
  encoded: boolean;
  /** Whose mark it carries; null: it is the operator's. */
  owner: string | null;
  /** Of kinds that have passwords. */
  password?: PasswordState;
}

/** A kind that the router would not tell of, and why. */
export interface UnreadableKind {
  kind: InventoryKind;
  code: string;
}

/** Everything at one moment. */
export interface Inventory {
  takenAt: Date;
  objects: Record<InventoryKind, InventoryObject[]>;
  unreadable: UnreadableKind[];
}
