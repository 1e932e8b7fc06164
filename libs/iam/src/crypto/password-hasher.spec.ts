import { hash } from '@node-rs/argon2';
import { PasswordHasher } from './password-hasher';

describe('A2, A3: hashing passwords', () => {
  const hasher = new PasswordHasher();

  it('uses argon2id with the parameters that are promised', async () => {
    const stored = await hasher.hash('kata sandi');
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=32768,t=3,p=1\$/);
    expect(hasher.isOutdated(stored)).toBe(false);
    await expect(hasher.verify('kata sandi', stored)).resolves.toBe(true);
    await expect(hasher.verify('kata sandj', stored)).resolves.toBe(false);
  });

  it('does not cut long passwords', async () => {
    const long = 'ab'.repeat(100);
    const stored = await hasher.hash(long);
    await expect(hasher.verify(long.slice(0, -1), stored)).resolves.toBe(false);
    await expect(hasher.verify(long, stored)).resolves.toBe(true);
  });

  it.each([
    [{ memoryCost: 19_456, timeCost: 3, parallelism: 1 }, true],
    [{ memoryCost: 32_768, timeCost: 2, parallelism: 1 }, true],
    [{ memoryCost: 32_768, timeCost: 3, parallelism: 1, algorithm: 0 }, true],
    [{ memoryCost: 65_536, timeCost: 4, parallelism: 1 }, false],
  ])('knows that %j is outdated: %s', async (parameters, outdated) => {
    expect(hasher.isOutdated(await hash('x', parameters))).toBe(outdated);
  });

  it('takes its time for an account that does not exist', async () => {
    const stored = await hasher.hash('kata sandi');
    const median = async (work: () => Promise<unknown>): Promise<number> => {
      const times: number[] = [];
      for (let i = 0; i < 15; i++) {
        const start = performance.now();
        await work();
        times.push(performance.now() - start);
      }
      return times.sort((a, b) => a - b)[7] ?? 0;
    };
    await hasher.onModuleInit();
    const known = await median(() => hasher.verify('wrong', stored));
    const unknown = await median(() => hasher.verify('wrong', undefined));
    expect(unknown / known).toBeGreaterThan(0.5);
    expect(unknown / known).toBeLessThan(2);
  });

  it('lets a flood wait in a bounded line and turns the rest away', async () => {
    const stored = await hasher.hash('kata sandi');
    const flood = await Promise.allSettled(Array.from({ length: 130 }, () => hasher.verify('wrong', stored)));
    const refused = flood.filter((result) => result.status === 'rejected');
    expect(refused.length).toBe(28);
    expect(refused[0]?.reason).toMatchObject({ code: 'IAM_BUSY' });
  }, 30_000);
});
