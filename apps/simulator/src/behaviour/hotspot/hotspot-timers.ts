import { parseDuration } from '../../engine/durations';
import { type HotspotSession } from './hotspot-session';

const MAX_MS = 2 ** 31 - 1;

/** Ends sessions when their limits say so: time, bytes, idleness, absence. One timer per session. */
export class HotspotTimers {
  private readonly timers = new Map<HotspotSession, NodeJS.Timeout>();
  private readonly absentSince = new WeakMap<HotspotSession, number>();

  constructor(private readonly end: (session: HotspotSession, reason: string) => void) {}

  /** Waits for the next limit of a session; called again whenever something about it has changed. */
  watch(session: HotspotSession): void {
    this.forget(session);
    const next = this.limits(session).sort((a, b) => a.inMs - b.inMs)[0];
    if (next === undefined) return;
    const due = (): void => {
      const reached = this.limits(session).find(({ inMs }) => inMs <= 0);
      if (reached === undefined) this.watch(session);
      else this.end(session, reached.reason);
    };
    this.timers.set(session, setTimeout(due, Math.min(MAX_MS, Math.max(1, next.inMs + 1))).unref());
  }

  /** The device is out of reach, or there again. */
  absent(session: HotspotSession, absent: boolean): void {
    if (absent) this.absentSince.set(session, performance.now());
    else this.absentSince.delete(session);
    this.watch(session);
  }

  forget(session: HotspotSession): void {
    clearTimeout(this.timers.get(session));
    this.timers.delete(session);
  }

  stop(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
  }

  private limits(session: HotspotSession): { inMs: number; reason: string }[] {
    const { profile } = session.terms;
    const idle = parseDuration(profile.get('idle-timeout') ?? '') ?? 0;
    const keepalive = parseDuration(profile.get('keepalive-timeout') ?? '') ?? 0;
    const absentSince = this.absentSince.get(session);
    const limits: { inMs: number | null; reason: string }[] = [
      { inMs: session.timeLeftMs, reason: 'session timeout' },
      { inMs: session.bytesLeftMs, reason: 'traffic limit reached' },
      { inMs: idle === 0 || !session.isIdle ? null : idle - session.idleMs, reason: 'idle timeout' },
      {
        inMs: keepalive === 0 || absentSince === undefined ? null : keepalive - (performance.now() - absentSince),
        reason: 'keepalive timeout',
      },
    ];
    return limits.flatMap(({ inMs, reason }) => (inMs === null ? [] : [{ inMs, reason }]));
  }
}
