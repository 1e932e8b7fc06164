/** A grant of a role: `thing:verb`, `*` for either half, `!` in front takes it away again. */
export type Grant = string;

/**
 * Resolves the grants of a role against the permissions that exist. What is taken away stays away, in whatever order it is
 * written; a grant of nothing that exists is no mistake, because a process need not load every lib.
 */
export function expandGrants(grants: readonly Grant[], catalogue: readonly string[]): Set<string> {
  const given = grants.filter((grant) => !grant.startsWith('!'));
  const taken = grants.filter((grant) => grant.startsWith('!')).map((grant) => grant.slice(1));
  return new Set(
    catalogue.filter((key) => given.some((grant) => covers(grant, key)) && !taken.some((grant) => covers(grant, key))),
  );
}

/** Is every member of `part` in `whole`? */
export function isWithin(part: ReadonlySet<string>, whole: ReadonlySet<string>): boolean {
  return [...part].every((key) => whole.has(key));
}

function covers(grant: Grant, key: string): boolean {
  const [thing, verb] = grant.split(':');
  const [keyThing, keyVerb] = key.split(':');
  return (thing === '*' || thing === keyThing) && (verb === '*' || verb === keyVerb);
}
