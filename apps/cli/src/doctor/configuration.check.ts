import { ConfigError, processEnvironment, readAllConfigs } from '@app/platform';
import { type Finding, ok, problem, reasonOf } from './finding';

/** Every mistake in the settings. */
export async function checkConfiguration(): Promise<Finding[]> {
  const environment = processEnvironment();
  try {
    // why: loads every lib; one that cannot be loaded is a finding, and must not silence the other checks
    const { libConfigs } = await import('../env-example/config-classes.js');
    const classes = libConfigs();
    readAllConfigs(classes, environment);
    return [ok('Configuration', `${classes.length} groups are right (${environment.NODE_ENV ?? 'development'})`)];
  } catch (error) {
    if (error instanceof ConfigError) {
      return error.mistakes.map((mistake) => problem('Configuration', mistake, 'See .env.example.'));
    }
    return [
      problem('Program', `does not load: ${reasonOf(error)}`, 'Run `npm run build`; is the installation complete?'),
    ];
  }
}
