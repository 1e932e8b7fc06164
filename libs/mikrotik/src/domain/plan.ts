import { type DesiredResource, type ResourceKey, type ResourceKind } from './desired-resource';

/** An object as a router printed it; absent attributes were not printed. */
export type ActualRow = Readonly<Record<string, string>>;

/** One attribute that differs; `from` is undefined where the router shows none. */
export interface Change {
  attribute: string;
  from: string | undefined;
  to: string;
}

/** Makes a missing object. */
export interface CreateAction extends ResourceKey {
  action: 'create';
  values: Readonly<Record<string, string>>;
  /** Rules: stands in front of this `.id`; undefined = at the end. */
  before?: string | undefined;
  /** With it a subscriber has no service, or that of the isolated. */
  cutsOff?: boolean;
}

/** Writes what differs. */
export interface UpdateAction extends ResourceKey {
  action: 'update';
  id: string;
  changes: readonly Change[];
  unset: readonly string[];
  endsSession: boolean;
  /** It takes service away from a subscriber: disabled, isolated. */
  cutsOff?: boolean;
}

/** Rules: brings one to its place. */
export interface MoveAction extends ResourceKey {
  action: 'move';
  id: string;
  /** The `.id` in front of which it belongs; undefined = at the end. */
  before: string | undefined;
}

/** Removes one of our objects that nobody wants. */
export interface RemoveAction extends ResourceKey {
  action: 'remove';
  id: string;
  owner: string;
  /** Its subscriber is served by another router: it takes nothing away from him. */
  moved?: boolean;
}

/** There is an object of the wanted name or kind that is not ours: it stays, and nothing is written. */
export interface ConflictAction extends ResourceKey {
  action: 'conflict';
  id: string;
}

/** What has to be done to one object. */
export type PlanAction = CreateAction | UpdateAction | MoveAction | RemoveAction | ConflictAction;

/** An object of the router that is none of our business. */
export interface ForeignObject {
  id: string;
  /** Its name, or what an operator knows it by. */
  label: string;
}

/** The difference between wanted and actual objects of one kind, as data. */
export interface KindPlan {
  kind: ResourceKind;
  actions: readonly PlanAction[];
  /** Keys that are in step. */
  inStep: readonly string[];
  /** Reported, never touched. */
  foreign: readonly ForeignObject[];
  /** Objects of ours that the router has now; the base of the brake's percentage. */
  managed: number;
  /** Why the table could not be read. Nothing is known of it then, and nothing is done to it. */
  unreadable?: { code: string; message: string };
}

export interface PlanInput {
  kind: ResourceKind;
  desired: readonly DesiredResource[];
  rows: readonly ActualRow[];
  /** The keys that this plan answers; `'all'` in a full sync. Nothing else is touched. */
  keys: readonly string[] | 'all';
  /** Keys for which attributes that the router hides are written anyway, because they may have changed. */
  rewriteHidden: ReadonlySet<string>;
}
