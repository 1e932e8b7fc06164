/** The kinds of router objects that domain libs may want; each has its menu in {@link RESOURCE_SPECS}. */
export const RESOURCE_KINDS = ['ppp-profile', 'ppp-secret'] as const;
export type ResourceKind = (typeof RESOURCE_KINDS)[number];

/** Names one object on a router: its kind and its name there. */
export interface ResourceKey {
  kind: ResourceKind;
  key: string;
}

/** How one object should look on a router. What is not mentioned stays as it is. */
export interface DesiredResource extends ResourceKey {
  /** RouterOS attribute names and values as text; `comment` is the text for the operator, used at creation only. */
  values: Record<string, string>;
  /** Attributes that must be empty. */
  unset?: string[];
  /** Whose object it is, such as `sub-<id>`: goes into the ownership mark of the comment. No blanks. */
  owner: string;
}

/** 1 is served first. A restored subscriber never waits behind a bulk change. */
export const SYNC_PRIORITY = { RESTORE: 1, ISOLATE: 3, NORMAL: 5, BULK: 9 } as const;
