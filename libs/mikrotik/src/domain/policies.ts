/** What our user must hold for everything the product does (routeros.md section 9). */
export const NEEDED_POLICIES = ['read', 'write', 'api', 'test'] as const;

/** Never granted to our user: each of them would give the router away together with our password. */
export const FORBIDDEN_POLICIES = ['policy', 'ftp', 'reboot', 'romon', 'sniff'] as const;

export interface AccessNeeds {
  /** Read passwords of subscribers back, for taking over what is on a router. */
  readSecrets?: boolean;
  /** The REST interface instead of the API. */
  rest?: boolean;
  /** Let the product change its own password. */
  rotation?: boolean;
}

/** The policies of our group, no more than are needed. */
export function policiesFor({ readSecrets = false, rest = false, rotation = false }: AccessNeeds): string[] {
  return [
    ...NEEDED_POLICIES,
    ...(readSecrets ? ['sensitive'] : []),
    ...(rest ? ['rest-api'] : []),
    ...(rotation ? ['password'] : []),
  ];
}

/** What is missing for daily work; empty where the policies are not known. */
export function missingPolicies(granted: readonly string[] | null, { rest = false }: AccessNeeds = {}): string[] {
  if (granted === null) return [];
  const needed = rest ? [...NEEDED_POLICIES.filter((name) => name !== 'api'), 'rest-api'] : NEEDED_POLICIES;
  return needed.filter((name) => !granted.includes(name));
}
