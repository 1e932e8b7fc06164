import { Injectable } from '@nestjs/common';
import { type Lease } from '@app/platform';
import { type SyncGate } from '../repositories/sync-gate.repository';
import { SyncItemRepository } from '../repositories/sync-item.repository';
import { SyncStateRepository } from '../repositories/sync-state.repository';
import { BrakeKeeper } from './brake-keeper';
import { FullSync } from './full-sync';
import { type Held, ItemSync } from './item-sync';

/** All that waits is planned at once, so that the brake sees the whole of it. */
const BATCH = 20_000;
/** A batch that the brake catches although the whole plan may go is looked at again, but not for ever. */
const MAX_HOLDS = 3;

/** Does everything that is due for one router, under its lease. */
@Injectable()
export class RouterDrain {
  constructor(
    private readonly items: SyncItemRepository,
    private readonly states: SyncStateRepository,
    private readonly itemSync: ItemSync,
    private readonly fullSync: FullSync,
    private readonly brake: BrakeKeeper,
  ) {}

  /**
   * Items, urgent ones first; then a comparison of the whole router if that is due, and what it finds.
   *
   * @returns how much was done
   * @throws RouterOsError, DomainError PLATFORM_LEASE_LOST
   */
  async drain(gate: SyncGate, lease: Lease, signal: AbortSignal): Promise<number> {
    const done = await this.drainItems(gate, lease, signal);
    if (!gate.fullSyncDue || signal.aborted) return done;
    const free = await this.fullSync.compare(gate);
    if (gate.braked || !free) gate.braked = await this.isBraked(gate);
    return done + 1 + (await this.drainItems(gate, lease, signal));
  }

  /** What remains or comes meanwhile is found by the look at the gate, once the lease is given up. */
  private async drainItems(gate: SyncGate, lease: Lease, signal: AbortSignal): Promise<number> {
    let [done, holds] = [0, 0];
    while (!signal.aborted && holds < MAX_HOLDS) {
      const items = await this.items.claimDue(gate.id, BATCH, gate.braked);
      if (items.length === 0) break;
      const held = await this.itemSync.apply(gate, items, lease);
      if (held) {
        holds++;
        await this.putOn(gate, held);
        continue;
      }
      done += items.length;
      if (items.length < BATCH) break;
    }
    return done;
  }

  /** The brake goes on, and the whole router is compared, so that people see all that the plan would do. */
  private async putOn(gate: SyncGate, { held }: Held): Promise<void> {
    await this.brake.hold(gate, held);
    gate.braked = true;
    await this.fullSync.compare(gate, 'BRAKE');
    gate.braked = await this.isBraked(gate);
    gate.fullSyncDue = false;
  }

  private async isBraked({ id }: SyncGate): Promise<boolean> {
    return (await this.states.brake(id)) !== undefined;
  }
}
