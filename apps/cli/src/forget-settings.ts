import { type ConfigClass, envFieldsOf, processEnvironment } from '@app/platform';

/** Takes every setting of the product out of the environment of this process, so that what is generated depends on code only. */
export function forgetSettings(types: readonly ConfigClass[], instead: Readonly<Record<string, string>>): void {
  const environment = processEnvironment();
  for (const { variable } of types.flatMap((type) => envFieldsOf(type))) Reflect.deleteProperty(environment, variable);
  Object.assign(environment, instead);
}
