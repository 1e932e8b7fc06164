import 'reflect-metadata';

/** How one environment variable is documented in `.env.example`. */
export interface EnvOptions {
  /** What it decides, with its unit. One or two lines. */
  description: string;
  /** Shown in `.env.example`; the default of the class field when left out. */
  example?: string;
  /** Never printed or logged; production refuses weak values. */
  secret?: boolean;
}

export interface EnvField extends EnvOptions {
  property: string;
  variable: string;
}

const FIELDS = Symbol('env fields');

/**
 * Fills a field of a configuration class from an environment variable. The field's initialiser is the default and its
 * type decides the reading: `string`, `number`, `boolean` (`true/false/1/0`) or `string[]` (separated by commas).
 * Checks are class-validator's decorators on the same field.
 */
export function Env(variable: string, options: EnvOptions): PropertyDecorator {
  return (target, property) => {
    const fields = envFieldsOf(target.constructor as ConfigClass);
    Reflect.defineMetadata(
      FIELDS,
      [...fields, { property: String(property), variable, ...options }],
      target.constructor,
    );
  };
}

// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- any class without constructor parameters
export type ConfigClass<T extends object = {}> = new () => T;

/** The variables of a configuration class, in the order of its fields. */
export function envFieldsOf(type: ConfigClass): readonly EnvField[] {
  return (Reflect.getMetadata(FIELDS, type) as EnvField[] | undefined) ?? [];
}
