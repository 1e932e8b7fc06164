import {
  DomainError,
  type ErrorDefinition,
  type ErrorKind,
  type ErrorParams,
  type FieldError,
  type Text,
} from './domain-error';

interface Entry {
  kind: ErrorKind;
  title: Text;
  detail?: Text;
}

/** Makes the error of one code; throw what it returns. */
export type ErrorFactory = ((params?: ErrorParams, fields?: readonly FieldError[]) => DomainError) & {
  readonly definition: ErrorDefinition;
  /** Is this thrown value an error of this very code? */
  matches(error: unknown): error is DomainError;
};

const catalogue = new Map<string, ErrorDefinition>();

/**
 * Declares the errors of a lib, `PREFIX_NAME` each. The texts stand beside their code in both languages, so that the
 * compiler sees to it that none is missing.
 *
 * @throws Error at load time when a code is declared twice
 */
export function defineErrors<T extends Record<string, Entry>>(
  prefix: string,
  entries: T,
): { readonly [K in keyof T]: ErrorFactory } {
  const factories = Object.entries(entries).map(([name, entry]) => [
    name,
    factoryOf({ code: `${prefix}_${name}`, ...entry }),
  ]);
  return Object.fromEntries(factories) as { [K in keyof T]: ErrorFactory };
}

/** Every error that the loaded libs can answer with, by code: the source of the problem catalogue. */
export function errorCatalogue(): readonly ErrorDefinition[] {
  return [...catalogue.values()].sort((a, b) => a.code.localeCompare(b.code));
}

function factoryOf(definition: ErrorDefinition): ErrorFactory {
  if (catalogue.has(definition.code)) throw new Error(`error code ${definition.code} is declared twice`);
  catalogue.set(definition.code, definition);
  const make = (params?: ErrorParams, fields?: readonly FieldError[]): DomainError =>
    new DomainError(definition, params, fields);
  return Object.assign(make, {
    definition,
    matches: (error: unknown): error is DomainError => error instanceof DomainError && error.code === definition.code,
  });
}
