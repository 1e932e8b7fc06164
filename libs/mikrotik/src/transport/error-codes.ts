/** What a router may answer with, by the words of its trap (routeros.md section 13). */
export const TRAP_CODES = [
  'AUTH_FAILED',
  'PERMISSION_DENIED',
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'INVALID_ARGUMENT',
  'UNSUPPORTED',
  'CANCELLED',
  'TOO_LARGE',
  'ROUTER_ERROR',
  /** Not a trap: our own refusal to overwrite what is not ours. */
  'FOREIGN_OBJECT',
  /** Not a trap: a table came with another number of rows than the router says it has. */
  'INCOMPLETE_TABLE',
  /** Not traps: our own refusals to take a command, because too much waits for the router or the process ends. */
  'ROUTER_BUSY',
  'POOL_CLOSED',
  /** Not a trap: our own refusal to write to a router that is not managed, or that is not the one it was. */
  'READ_ONLY',
] as const;
export type TrapCode = (typeof TRAP_CODES)[number];

/**
 * What to do after a failure: `transport` the router is away, come back later and read before writing again; `auth` the
 * same, but much later; `permission` our user lacks a policy; `reread` the router is not as it was read, look again;
 * `argument` will never work, an operator has to look; `again` may work another time.
 */
export type RetryClass = 'transport' | 'auth' | 'permission' | 'reread' | 'argument' | 'again';

const RULES: readonly (readonly [RegExp, TrapCode])[] = [
  [/^invalid user name or password|^cannot log in/, 'AUTH_FAILED'],
  [/^not enough permissions/, 'PERMISSION_DENIED'],
  [/^no such item/, 'NOT_FOUND'],
  [/^failure: .*(already (have|exists)|with such name exists|same name)/, 'ALREADY_EXISTS'],
  [/^failure: contents too long/, 'TOO_LARGE'],
  [
    /^(input does not match any value of|invalid value (for argument|of)|ambiguous value of|value of) /,
    'INVALID_ARGUMENT',
  ],
  [/^(unknown parameter|no such command)/, 'UNSUPPORTED'],
  [/^interrupted/, 'CANCELLED'],
];

const RETRY: Readonly<Record<TrapCode, RetryClass>> = {
  AUTH_FAILED: 'auth',
  PERMISSION_DENIED: 'permission',
  NOT_FOUND: 'reread',
  ALREADY_EXISTS: 'reread',
  INVALID_ARGUMENT: 'argument',
  UNSUPPORTED: 'argument',
  TOO_LARGE: 'argument',
  FOREIGN_OBJECT: 'argument',
  INCOMPLETE_TABLE: 'reread',
  CANCELLED: 'again',
  ROUTER_BUSY: 'again',
  POOL_CLOSED: 'again',
  READ_ONLY: 'again',
  ROUTER_ERROR: 'again',
};

/** Code of a trap. Only its text counts; categories are optional and differ between versions. */
export function trapCodeOf(message: string): TrapCode {
  return RULES.find(([pattern]) => pattern.test(message))?.[1] ?? 'ROUTER_ERROR';
}

export function retryClassOf(code: string): RetryClass {
  return Object.hasOwn(RETRY, code) ? RETRY[code as TrapCode] : 'transport';
}
