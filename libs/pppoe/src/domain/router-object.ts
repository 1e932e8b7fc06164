/** An object that we want on a router, in RouterOS's words; what is not mentioned stays as it is. */
export interface RouterObject<K extends string> {
  kind: K;
  /** Its name on the router. */
  key: string;
  values: Record<string, string>;
  /** Attributes that must be empty. */
  unset?: string[];
  /** Whose it is: goes into the ownership mark. */
  owner: string;
  /** There is no service in this state, or that of the isolated. */
  cutsOff?: boolean;
  /** A change of this attribute alone, from a value that begins so, lets running sessions go on. */
  sparesSessions?: { attribute: string; fromPrefix: string };
}
