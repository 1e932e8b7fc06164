import { envFieldsOf, readConfig } from '@app/platform';
import { IamConfig } from './iam.config';

const GOOD = 'kP2v9sXq7LmZ4tRbW8nYc3HdF6gJ1aQe';

describe('A4: the secret that signs access tokens', () => {
  const before = process.env.NODE_ENV;
  afterEach(() => {
    process.env.NODE_ENV = before;
  });

  const mistakesIn = (environment: string, secret?: string): string[] => {
    process.env.NODE_ENV = environment;
    return readConfig(IamConfig, secret === undefined ? {} : { JWT_SECRET: secret }).mistakes;
  };

  it('has a default for development and test', () => {
    expect(mistakesIn('development')).toEqual([]);
    expect(mistakesIn('test')).toEqual([]);
  });

  it.each(['production', 'staging'])('must be one of your own in %s', (environment) => {
    const example = envFieldsOf(IamConfig).find((field) => field.variable === 'JWT_SECRET')?.example;
    expect(mistakesIn(environment)).toEqual([expect.stringMatching(/^JWT_SECRET: must be a random secret/)]);
    expect(mistakesIn(environment, example)).toHaveLength(1);
    expect(mistakesIn(environment, GOOD)).toEqual([]);
  });

  it.each(['development', 'production'])('is never short or a pattern in %s, and never printed', (environment) => {
    for (const secret of ['short', GOOD.slice(1), 'a'.repeat(64), 'abc'.repeat(20)]) {
      const mistakes = mistakesIn(environment, secret);
      expect(mistakes).toHaveLength(1);
      expect(mistakes[0]).not.toContain(secret.slice(0, 20));
    }
  });

  it('signs for at most 15 minutes', () => {
    expect(readConfig(IamConfig, { IAM_ACCESS_TOKEN_SECONDS: '901' }).mistakes).toHaveLength(1);
    expect(new IamConfig().accessTokenSeconds).toBeLessThanOrEqual(900);
  });
});
