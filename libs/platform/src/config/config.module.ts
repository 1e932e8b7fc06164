import { type DynamicModule, Module } from '@nestjs/common';
import { AppConfig } from './app.config';
import { type ConfigClass } from './env.decorator';
import { readAllConfigs, readConfig, ConfigError } from './load-config';

/** The environment of this process. The only place of the product that reads it. */
export function processEnvironment(): Readonly<Record<string, string | undefined>> {
  return process.env;
}

/**
 * Reads one namespace outside of dependency injection (before Nest starts, in the CLI).
 *
 * @throws ConfigError that names every mistake
 */
export function loadConfig<T extends object>(type: ConfigClass<T>): T {
  const { config, mistakes } = readConfig(type, processEnvironment());
  if (mistakes.length > 0) throw new ConfigError(mistakes);
  return config;
}

/**
 * Makes configuration classes injectable. An app lists all namespaces that it uses once, in its root module; a mistake in
 * any of them stops the boot with all of them named.
 */
@Module({})
export class ConfigModule {
  static forRoot(types: readonly ConfigClass[]): DynamicModule {
    const all = [...new Set<ConfigClass>([AppConfig, ...types])];
    const configs = readAllConfigs(all, processEnvironment());
    const providers = all.map((type) => ({ provide: type, useValue: configs.get(type) }));
    return { module: ConfigModule, global: true, providers, exports: all };
  }
}
