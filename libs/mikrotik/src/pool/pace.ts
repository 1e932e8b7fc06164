/** Commands whose ordinary time is known apart; further ones do not count. */
const KNOWN_COMMANDS = 32;
/** Replies with more rows than this tell about the table, not about the router. */
const SMALL_REPLY = 20;
const SMOOTHING = 0.25;
/** How fast the ordinary time follows a router that became slower for good: it doubles in about 350 answers. */
const DRIFT = 1.002;
const HOT_CPU = 70;

interface Latency {
  base: number;
  recent: number;
}

/**
 * How many commands one router may have in flight per lane: grows by one per window of good answers, halves when answers take
 * clearly longer than they ordinarily do or the processor is above 70 %, and grows back (routeros.md section 17).
 */
export class Pace {
  private readonly latencies = new Map<string, Latency>();
  private limit: number;
  /** Answers to wait for before the limit may be halved again: those in flight were sent under the old one. */
  private settling = 0;
  private load: number | undefined;
  private last: Latency | undefined;

  constructor(
    start: number,
    private readonly max: number,
  ) {
    this.limit = start;
  }

  get window(): number {
    return Math.max(1, Math.floor(this.limit));
  }

  get latencyMs(): number | null {
    return this.last?.recent ?? null;
  }

  get baselineMs(): number | null {
    return this.last?.base ?? null;
  }

  get cpuLoad(): number | null {
    return this.load ?? null;
  }

  get isHot(): boolean {
    return (this.load ?? 0) > HOT_CPU;
  }

  /** @param command the path, such as `/ppp/secret/set`: each has its own ordinary time */
  answered(command: string, rows: number, ms: number): void {
    if (rows > SMALL_REPLY) return;
    const latency = this.latencyOf(command, ms);
    if (!latency) return;
    this.last = latency;
    latency.recent += (ms - latency.recent) * SMOOTHING;
    latency.base = Math.min(latency.base * DRIFT, Math.max(ms, 0.1));
    if (this.settling > 0) this.settling--;
    if (latency.recent > latency.base * 2 + 10) this.shrink();
    else if (!this.isHot && latency.recent <= latency.base * 1.5 + 5) {
      this.limit = Math.min(this.max, this.limit + 1 / this.limit);
    }
  }

  /** A reading of the processor, in per cent. */
  cpu(load: number): void {
    this.load = load;
    if (!this.isHot) return;
    this.settling = 0;
    this.shrink();
  }

  private shrink(): void {
    if (this.settling > 0) return;
    this.settling = this.window;
    this.limit = Math.max(1, this.limit / 2);
  }

  private latencyOf(command: string, ms: number): Latency | undefined {
    const known = this.latencies.get(command);
    if (known || this.latencies.size >= KNOWN_COMMANDS) return known;
    const fresh = { base: ms, recent: ms };
    this.latencies.set(command, fresh);
    return fresh;
  }
}
