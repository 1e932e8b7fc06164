import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { type ConfigClass, envFieldsOf } from './env.decorator';

/** Every mistake of the environment at once, so that an operator corrects them in one go. */
export class ConfigError extends Error {
  constructor(readonly mistakes: readonly string[]) {
    super(`The configuration has ${mistakes.length} mistake(s):\n${mistakes.map((line) => `  - ${line}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads and checks one namespace of the configuration.
 *
 * @returns the filled instance and the mistakes found (empty when all is well); secrets are never part of a mistake's text
 */
export function readConfig<T extends object>(
  type: ConfigClass<T>,
  environment: Environment,
): { config: T; mistakes: string[] } {
  const config = plainToInstance(type, {});
  const mistakes: string[] = [];
  for (const { property, variable } of envFieldsOf(type)) {
    const text = environment[variable];
    if (text === undefined || text === '') continue;
    const kind: unknown = Reflect.getMetadata('design:type', type.prototype as object, property);
    const value = parse(text, kind);
    if (value === undefined) mistakes.push(`${variable}: not ${kind === Number ? 'a number' : 'true or false'}`);
    else Reflect.set(config, property, value);
  }
  const variables = new Map(envFieldsOf(type).map((field) => [field.property, field.variable]));
  for (const { property, constraints = {} } of validateSync(config)) {
    for (const message of Object.values(constraints)) {
      mistakes.push(`${variables.get(property) ?? property}: ${message.replace(property, '').trim()}`);
    }
  }
  return { config, mistakes };
}

/**
 * Reads several namespaces.
 *
 * @throws ConfigError that names every mistake of all of them
 */
export function readAllConfigs(types: readonly ConfigClass[], environment: Environment): Map<ConfigClass, object> {
  const results = types.map((type) => ({ type, ...readConfig(type, environment) }));
  const mistakes = results.flatMap((result) => result.mistakes);
  if (mistakes.length > 0) throw new ConfigError(mistakes);
  return new Map(results.map(({ type, config }) => [type, config]));
}

function parse(text: string, kind: unknown): unknown {
  if (kind === Number) return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : undefined;
  if (kind === Boolean)
    return ({ true: true, '1': true, false: false, '0': false } as Record<string, boolean>)[text.toLowerCase()];
  if (kind === Array) {
    return text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '');
  }
  return text;
}
