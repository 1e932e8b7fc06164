import fc from 'fast-check';
import { isDead, type MemberState, type Observation, observe, type Patience, secondsToStable } from './failover-watch';

const BEGIN = Date.parse('2026-03-01T00:00:00Z');
const patience: Patience = { failoverAfterSeconds: 120, failBackAfterSeconds: 600 };
const at = (seconds: number): Date => new Date(BEGIN + seconds * 1_000);

/** A member over time, looked at every ten seconds; failed over and back as the watch would. */
class Member {
  private seen: Observation = { downSeconds: 0, upSince: null, observedAt: null };
  private state: MemberState = { mode: 'MANAGED', health: 'ONLINE', healthChangedAt: at(0), bootedAt: null };
  failedOver = false;
  seconds = 0;
  readonly moves: string[] = [];

  is(health: string, forSeconds: number): this {
    if (this.state.health !== health) this.state = { ...this.state, health, healthChangedAt: at(this.seconds) };
    for (const end = this.seconds + forSeconds; this.seconds < end;) {
      this.seconds += 10;
      this.look();
    }
    return this;
  }

  in(mode: string): this {
    this.state = { ...this.state, mode };
    return this;
  }

  reboots(): this {
    this.state = { ...this.state, bootedAt: at(this.seconds) };
    return this;
  }

  private look(): void {
    this.seen = observe(this.seen, this.state, patience, at(this.seconds));
    if (!this.failedOver && isDead(this.seen, patience)) this.move('over');
    else if (this.failedOver && secondsToStable(this.seen, patience, at(this.seconds)) === 0) {
      this.seen = { ...this.seen, downSeconds: 0 };
      this.move('back');
    }
  }

  private move(what: string): void {
    this.failedOver = !this.failedOver;
    this.moves.push(`${what} at ${this.seconds}`);
  }
}

describe('the watch over a member', () => {
  it('fails over after the patience, and back after the router was up as long as is asked', () => {
    expect(new Member().is('ONLINE', 60).is('OFFLINE', 110).moves).toEqual([]);
    const member = new Member().is('ONLINE', 60).is('OFFLINE', 300);
    expect(member.moves).toEqual(['over at 180']);
    expect(member.is('ONLINE', 600).moves).toEqual(['over at 180']);
    expect(member.is('ONLINE', 30).moves).toEqual(['over at 180', 'back at 970']);
  });

  it('waits anew after every break, reboots that no look saw included', () => {
    const member = new Member().is('OFFLINE', 200).is('ONLINE', 500).is('OFFLINE', 10).is('ONLINE', 590);
    expect(member.moves).toHaveLength(1);
    expect(member.reboots().is('ONLINE', 590).moves).toHaveLength(1);
    expect(member.is('DEGRADED', 590).moves).toHaveLength(1);
    expect(member.is('DEGRADED', 20).moves).toHaveLength(2);
  });

  it('a router that comes and goes is not failed over while it is there more than away, once when it is not', () => {
    const half = new Member();
    for (let n = 0; n < 100; n++) half.is('OFFLINE', 30).is('ONLINE', 30);
    expect(half.moves).toEqual([]);
    const mostlyDown = new Member();
    for (let n = 0; n < 100; n++) mostlyDown.is('OFFLINE', 100).is('ONLINE', 10);
    expect(mostlyDown.moves).toHaveLength(1);
  });

  it('leaves routers in maintenance and unknown ones alone', () => {
    expect(new Member().in('MAINTENANCE').is('OFFLINE', 900).moves).toEqual([]);
    expect(new Member().is('UNKNOWN', 900).moves).toEqual([]);
    expect(new Member().is('OFFLINE', 200).in('MAINTENANCE').is('ONLINE', 900).moves).toEqual(['over at 130']);
  });

  it('does not count time in which nobody looked', () => {
    const down: MemberState = { mode: 'MANAGED', health: 'OFFLINE', healthChangedAt: at(0), bootedAt: null };
    const seen = observe({ downSeconds: 0, upSince: null, observedAt: at(0) }, down, patience, at(100_000));
    expect(isDead(seen, patience)).toBe(false);
  });

  it('never goes back sooner than it was stable, nor over twice within the patience, whatever happens', () => {
    const life = fc.array(
      fc.record({
        health: fc.constantFrom('ONLINE', 'OFFLINE', 'DEGRADED', 'UNKNOWN'),
        seconds: fc.integer({ min: 1, max: 80 }).map((n) => n * 10),
      }),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(life, (phases) => {
        const member = new Member();
        for (const { health, seconds } of phases) member.is(health, seconds);
        const times = member.moves.map((move) => Number(move.split(' ')[2]));
        times.slice(1).forEach((time, n) => {
          const wait = n % 2 === 0 ? patience.failBackAfterSeconds : patience.failoverAfterSeconds;
          expect(time - times[n]!).toBeGreaterThanOrEqual(wait);
        });
      }),
    );
  });
});
