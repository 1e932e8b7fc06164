import { FixedClock } from '@app/core';
import { RouterOsError } from '../transport';
import { Breaker, reconnectBackoff } from './breaker';

const unreachable = new RouterOsError('ECONNREFUSED', '', { stage: 'connect' });
const lost = new RouterOsError('ECONNRESET', '', { stage: 'command' });
const refused = new RouterOsError('AUTH_FAILED', 'invalid user name or password (6)', { stage: 'login' });

describe('the breaker of a router', () => {
  let clock: FixedClock;
  let breaker: Breaker;
  let trials: number;
  let heard: string[];
  let answer: () => Promise<unknown>;

  beforeEach(() => {
    clock = new FixedClock(new Date(0));
    trials = 0;
    heard = [];
    answer = () => Promise.resolve();
    breaker = new Breaker(
      clock,
      reconnectBackoff(() => 0.5),
      (state) => heard.push(state),
    );
  });

  const pass = (ms: number) => {
    clock.travelTo(new Date(clock.monotonicMs() + ms));
  };
  const admit = () =>
    breaker.admit(() => {
      trials++;
      return answer();
    });
  const state = () => breaker.snapshot();

  it('opens after three lost connections in a row, at once where none could be made', async () => {
    breaker.failed(lost);
    breaker.failed(lost);
    breaker.succeeded();
    breaker.failed(lost);
    breaker.failed(lost);
    expect(await admit()).toBeUndefined();
    breaker.failed(lost);
    expect(state()).toEqual({ state: 'open', failures: 3, retryInMs: 1_000, reason: 'ECONNRESET' });
    expect(await admit()).toMatchObject({ code: 'CIRCUIT_OPEN', retry: 'transport' });
    breaker.reset();
    expect(await admit()).toBeUndefined();
    breaker.failed(unreachable);
    expect(state()).toMatchObject({ state: 'open', failures: 1 });
  });

  it('doubles its pauses up to 5 min, and begins anew after a success', async () => {
    const pauses: (number | null)[] = [];
    breaker.failed(unreachable);
    answer = () => Promise.reject(unreachable);
    for (let n = 0; n < 11; n++) {
      pauses.push(state().retryInMs);
      pass(state().retryInMs ?? 0);
      await admit();
    }
    expect(pauses.slice(0, 4)).toEqual([1_000, 2_000, 4_000, 8_000]);
    expect(pauses.at(-1)).toBe(300_000);
    breaker.reset();
    answer = () => Promise.resolve();
    expect(await admit()).toBeUndefined();
    breaker.failed(unreachable);
    expect(state().retryInMs).toBe(1_000);
  });

  it('one trial decides for everybody who waits', async () => {
    breaker.failed(unreachable);
    pass(1_000);
    let end = (): void => undefined;
    answer = () => new Promise<void>((resolve) => (end = resolve));
    const waiting = [admit(), admit(), admit()];
    expect(state().state).toBe('half-open');
    end();
    expect(await Promise.all(waiting)).toEqual([undefined, undefined, undefined]);
    expect(trials).toBe(1);
    expect(heard).toEqual(['open', 'half-open', 'closed']);
  });

  it('an answer of any kind ends the trial, a missing one opens again', async () => {
    breaker.failed(unreachable);
    pass(1_000);
    answer = () => Promise.reject(new RouterOsError('PERMISSION_DENIED', 'not enough permissions (9)'));
    expect(await admit()).toBeUndefined();
    breaker.failed(unreachable);
    pass(1_000);
    answer = () => Promise.reject(lost);
    expect(await admit()).toMatchObject({ code: 'ECONNRESET' });
    expect(state().state).toBe('open');
  });

  it('what falls together is one pause', () => {
    for (let n = 0; n < 5; n++) breaker.failed(unreachable);
    expect(state().retryInMs).toBe(1_000);
  });

  it('a refused password is a state of its own for 15 min, whatever old connections still answer', async () => {
    breaker.failed(refused);
    breaker.succeeded();
    breaker.failed(unreachable);
    pass(14 * 60_000);
    expect(state()).toMatchObject({ state: 'auth-failed', reason: 'AUTH_FAILED', retryInMs: 60_000 });
    expect(await admit()).toBe(refused);
    pass(60_000);
    expect(await admit()).toBeUndefined();
    expect(state()).toEqual({ state: 'closed', failures: 0, retryInMs: null, reason: null });
  });
});
