/** Categories of `!trap` that the simulator uses; optional on the wire, so no client may depend on them. */
export const TrapCategory = { MISSING: 0, ARGUMENT: 1, INTERRUPTED: 2, GENERAL: 4 } as const;

/** A command that the router refuses: becomes `!trap`, then `!done` (texts: routeros.md section 13). */
export class Trap extends Error {
  constructor(
    message: string,
    /** Left out of the reply where null, as `failure: …` does. */
    readonly category: number | null = null,
  ) {
    super(message);
    this.name = 'Trap';
  }
}

export const unknownParameter = (name: string): Trap => new Trap(`unknown parameter ${name}`, TrapCategory.ARGUMENT);
export const noMatch = (name: string): Trap => new Trap(`input does not match any value of ${name}`);
export const invalidValue = (name: string): Trap =>
  new Trap(`invalid value for argument ${name}`, TrapCategory.ARGUMENT);
export const outOfRange = (name: string, range: string): Trap =>
  new Trap(`value of ${name} out of range (${range})`, TrapCategory.ARGUMENT);
/** why: the wording on hardware is unverified (routeros.md section 18). */
export const missingArgument = (name: string): Trap =>
  new Trap(`missing value(s) of argument(s) ${name}`, TrapCategory.ARGUMENT);
export const noSuchPrefix = (): Trap => new Trap('no such command prefix', TrapCategory.MISSING);
export const notPermitted = (): Trap => new Trap('not enough permissions (9)');
export const failure = (text: string): Trap => new Trap(`failure: ${text}`);
