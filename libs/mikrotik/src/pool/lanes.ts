import { type Lane, type LaneName } from './lane';
import { type SessionLimit } from './session-limit';

/** The connections of one router, and which of them may be open at the same time. */
export class Lanes {
  private turn = 0;

  /**
   * @param all one command lane, at least one bulk lane, and a telemetry lane where there are connections enough; without one
   * telemetry goes over a bulk lane
   */
  constructor(
    private readonly all: readonly Lane[],
    private readonly limit: SessionLimit,
  ) {}

  /** The lane for this kind of work. Where the router allows no further connection, it is one that is open already. */
  async pick(name: LaneName): Promise<Lane> {
    const own = this.all.filter((lane) => lane.name === name);
    const wanted = this.leastBusy(own.length > 0 ? own : this.all.filter((lane) => lane.name === 'bulk'));
    const [first] = this.taken();
    if (wanted.isTaken || first === undefined) return wanted;
    const limit = await this.limit.read(first);
    const taken = this.taken();
    return limit === undefined || taken.length < limit || taken.length === 0 ? wanted : this.leastBusy(taken);
  }

  /** Any lane that is open, for something small in between. */
  openOne(): Lane | undefined {
    return this.all.find((lane) => lane.isOpen);
  }

  async renew(): Promise<void> {
    await Promise.all(this.all.map((lane) => lane.renew()));
  }

  async close(): Promise<void> {
    await Promise.all(this.all.map((lane) => lane.close()));
  }

  snapshots(): ReturnType<Lane['snapshot']>[] {
    return this.all.map((lane) => lane.snapshot());
  }

  private taken(): Lane[] {
    return this.all.filter((lane) => lane.isTaken);
  }

  /** Of lanes that are equally busy each has its turn. */
  private leastBusy(lanes: readonly Lane[]): Lane {
    const from = lanes.length > 1 ? this.turn++ % lanes.length : 0;
    const inTurn = [...lanes.slice(from), ...lanes.slice(0, from)];
    return inTurn.reduce((best, lane) => (lane.inFlight < best.inFlight ? lane : best));
  }
}
