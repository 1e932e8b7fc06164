/** What kind of refusal it is; the HTTP layer turns it into a status (API.md, table of statuses). */
export type ErrorKind =
  | 'bad-request' // 400: not readable, wrong type
  | 'unauthenticated' // 401
  | 'forbidden' // 403: the role lacks the permission
  | 'not-found' // 404: not there, or outside the caller's scope
  | 'conflict' // 409: the state forbids it
  | 'too-large' // 413
  | 'unsupported-media' // 415
  | 'rule' // 422: well-formed, but breaks a rule
  | 'rate-limited' // 429
  | 'unavailable'; // 503: something needed is away, try again

/** The languages that every text of the product has. */
export type Language = 'id' | 'en';

/** One text in every language; `{name}` stands for a parameter. */
export type Text = Readonly<Record<Language, string>>;

/** Values for the placeholders of a text. They reach the client: never a secret. */
export type ErrorParams = Readonly<Record<string, string | number>>;

/** One mistake inside a request: which field, which rule, in words. */
export interface FieldError {
  /** Where, such as `lines[0].amount`. */
  path: string;
  code: string;
  message?: Text;
  params?: ErrorParams;
}

export interface ErrorDefinition {
  readonly code: string;
  readonly kind: ErrorKind;
  /** What went wrong, without parameters. */
  readonly title: Text;
  /** What to do about it, or the particulars. */
  readonly detail?: Text;
}

/**
 * An expected failure: a rule said no. It carries a code of the registry ({@link defineErrors}) and the parameters of its
 * text, never HTTP. Everything that is not a DomainError is a defect and is answered with 500 without internals.
 */
export class DomainError extends Error {
  constructor(
    readonly definition: ErrorDefinition,
    readonly params: ErrorParams = {},
    readonly fields: readonly FieldError[] = [],
    options?: ErrorOptions,
  ) {
    super(`${definition.code}: ${fill(definition.title.en, params)}`, options);
    this.name = 'DomainError';
  }

  get code(): string {
    return this.definition.code;
  }

  get kind(): ErrorKind {
    return this.definition.kind;
  }
}

/** Puts the parameters into a text; a placeholder without a value stays visible. */
export function fill(text: string, params: ErrorParams): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(params, name) ? String(params[name]) : whole,
  );
}
