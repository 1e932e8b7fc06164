import { DELAY_POLICIES, pausesOf } from './sign-in-delays';

describe('the pauses between sign-ins', () => {
  it('double up to the longest', () => {
    expect(pausesOf({ free: 5, longestSeconds: 60 })).toEqual([1, 2, 4, 8, 16, 32, 60]);
    expect(pausesOf({ free: 1, longestSeconds: 8 })).toEqual([1, 2, 4, 8]);
    expect(pausesOf({ free: 1, longestSeconds: 1 })).toEqual([1]);
  });

  it('never last: a quarter of an hour, and towards strangers of an account a minute', () => {
    expect(Object.values(DELAY_POLICIES).every(({ longestSeconds }) => longestSeconds <= 900)).toBe(true);
    expect(DELAY_POLICIES.account.longestSeconds).toBeLessThanOrEqual(60);
  });
});
