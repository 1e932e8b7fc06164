import { type DesiredResource } from './desired-resource';
import { parseComment } from './ownership-mark';
import { type ActualRow } from './plan';

/** Where a rule belongs. */
export interface RulePlace {
  resource: DesiredResource;
  /** The rule as it is; undefined when it has to be made. */
  row: ActualRow | undefined;
  /** It stands where it may; otherwise it is moved or made in front of `before`. */
  inPlace: boolean;
  /** `.id` of the rule in front of which it belongs; undefined = at the end. */
  before: string | undefined;
}

const isStatic = (row: ActualRow): boolean => row.dynamic !== 'true';
const isFastTrack = (row: ActualRow): boolean => row.action === 'fasttrack-connection';

/**
 * The places of our rules, chain by chain, by rank. Our rules stand in the order of their ranks and all of them in front
 * of the first foreign `fasttrack-connection` rule of the chain, because connections behind it are never matched again.
 * New ones go to the top of the chain. Where the operator put a rule of his own in front of ours, it stays there. As few
 * rules as possible move; carrying the places out in their order gives the wanted order. Rules that the router makes
 * itself are no anchors: nothing can be put in front of them.
 */
export function placeRules(desired: readonly DesiredResource[], rows: readonly ActualRow[]): RulePlace[] {
  const chains = new Map<string, DesiredResource[]>();
  for (const resource of [...desired].sort(byRank)) {
    const chain = resource.values.chain ?? '';
    chains.set(chain, [...(chains.get(chain) ?? []), resource]);
  }
  return [...chains].flatMap(([chain, resources]) =>
    placeInChain(
      resources,
      rows.filter((row) => row.chain === chain),
    ),
  );
}

function byRank(a: DesiredResource, b: DesiredResource): number {
  return (a.rank ?? 0) - (b.rank ?? 0) || (a.key < b.key ? -1 : 1);
}

function placeInChain(resources: readonly DesiredResource[], chain: readonly ActualRow[]): RulePlace[] {
  const statics = chain.filter(isStatic);
  const positions = new Map<string, number>();
  statics.forEach((row, at) => {
    const { owner } = parseComment(row.comment ?? '');
    if (owner !== undefined && !positions.has(owner)) positions.set(owner, at);
  });
  const isForeign = (row: ActualRow): boolean => parseComment(row.comment ?? '').owner === undefined;
  const fastTrack = statics.findIndex((row) => isForeign(row) && isFastTrack(row));
  const end = fastTrack < 0 ? statics.length : fastTrack;
  const present = resources.flatMap(({ key }) => {
    const at = positions.get(key);
    return at !== undefined && at < end ? [{ key, at }] : [];
  });
  const kept = new Set(longestRising(present).map(({ key }) => key));
  const lastKept = Math.max(-1, ...[...kept].map((key) => positions.get(key) ?? -1));
  // why: behind the last rule that stays; in an empty stretch that is the top of the chain
  const anchor = statics.slice(lastKept + 1).find(isForeign)?.['.id'];
  return resources.map((resource, index) => {
    const at = positions.get(resource.key);
    const next = resources.slice(index + 1).find(({ key }) => kept.has(key));
    const before = next ? statics[positions.get(next.key) ?? -1]?.['.id'] : anchor;
    return { resource, row: at === undefined ? undefined : statics[at], inPlace: kept.has(resource.key), before };
  });
}

/** The longest part, in the given order, whose positions rise: those rules can stay. Quadratic; rules of ours are few. */
function longestRising<T extends { at: number }>(items: readonly T[]): T[] {
  let best: T[] = [];
  const runs: T[][] = [];
  for (const item of items) {
    let before: T[] = [];
    for (const run of runs) if ((run.at(-1)?.at ?? 0) < item.at && run.length > before.length) before = run;
    const run = [...before, item];
    runs.push(run);
    if (run.length > best.length) best = run;
  }
  return best;
}
