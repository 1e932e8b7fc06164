import { FixedClock } from '@app/core';
import { AccountBreaker } from './account-breaker';

describe('the breaker of an account', () => {
  const clock = new FixedClock(new Date(0));
  const later = (ms: number): void => {
    clock.travelTo(new Date(clock.now().getTime() + ms));
  };

  it('opens after five failures in a row, tries once, and closes with an answer', () => {
    const breaker = new AccountBreaker(clock);
    for (let n = 0; n < 5; n++) {
      expect(breaker.admit()).toBe(true);
      breaker.failed();
    }
    expect([breaker.health, breaker.admit()]).toEqual(['open', false]);
    later(11 * 60_000);
    expect(breaker.health).toBe('half-open');
    expect([breaker.admit(), breaker.admit()]).toEqual([true, false]);
    breaker.failed();
    expect(breaker.admit()).toBe(false);
    later(11 * 60_000);
    expect(breaker.admit()).toBe(true);
    breaker.succeeded();
    expect([breaker.health, breaker.admit()]).toEqual(['closed', true]);
  });

  it('forgets failures that were not in a row', () => {
    const breaker = new AccountBreaker(clock);
    for (let n = 0; n < 20; n++) {
      if (n % 4 === 3) breaker.succeeded();
      else breaker.failed();
    }
    expect(breaker.health).toBe('closed');
  });
});
