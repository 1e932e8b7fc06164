import { Injectable } from '@nestjs/common';
import { Clock } from '@app/core';
import { type Lease } from '@app/platform';
import { type ResourceKey, type ResourceKind } from '../domain/desired-resource';
import { inWaves } from '../domain/reference-order';
import { RESOURCE_SPECS, type SessionMenu } from '../domain/resource-spec';
import { type KindPlan, type PlanAction } from '../domain/sync-plan';
import { type LaneName, type Outcome, RouterPool } from '../pool';
import { RouterOsError } from '../transport';
import { sentencesOf } from './plan-sentences';
import { SessionKicker } from './session-kicker';
import { Stride } from './stride';

/** From so many actions on it is bulk work and leaves the command lane free. */
const BULK_FROM = 50;

/** The lease cannot be taken over within this time of its 10 s: what was confirmed so recently is believed. */
const FRESH_MS = 500;

export const keyOf = ({ kind, key }: ResourceKey): string => `${kind} ${key}`;

/** What the router said to single objects; everything that is not in here was done. */
export type Refusals = ReadonlyMap<string, RouterOsError>;

/** Lets something more urgent in between two parts of a long plan. */
export interface Interruption {
  /** @returns keys of the objects that were dealt with meanwhile: what is planned for them is out of date */
  pause: () => Promise<readonly string[]>;
}

export interface ApplyOptions extends Partial<Interruption> {
  /** Looked at before every batch. */
  lease: Lease;
  /**
   * Objects whose sessions are ended even if nothing has to be written: an earlier attempt may have written and not come to
   * that.
   */
  inDoubt: readonly ResourceKey[];
}

/** One plan that is being carried out. */
interface Run extends ApplyOptions {
  routerId: string;
  lane: LaneName;
  refusals: Map<string, RouterOsError>;
  outdated: Set<string>;
  stride: Stride;
}

/** Carries plans out: what others refer to first, removals in the opposite order, sessions last. */
@Injectable()
export class PlanApplier {
  constructor(
    private readonly pool: RouterPool,
    private readonly kicker: SessionKicker,
    private readonly clock: Clock,
  ) {}

  /**
   * @returns refusals of single objects
   * @throws RouterOsError when the connection fails; DomainError PLATFORM_LEASE_LOST
   */
  async apply(routerId: string, plans: readonly KindPlan[], options: ApplyOptions): Promise<Refusals> {
    const writes = plans.flatMap(({ actions }) => actions.filter(({ action }) => action !== 'remove'));
    const removals = [...plans].reverse().flatMap(({ actions }) => actions.filter(({ action }) => action === 'remove'));
    const lane = writes.length + removals.length >= BULK_FROM ? 'bulk' : 'command';
    const run: Run = {
      ...options,
      routerId,
      lane,
      refusals: new Map(),
      outdated: new Set(),
      stride: new Stride(this.clock),
    };
    for (const group of [...byKind(writes), ...byKind(removals)]) {
      for (const wave of inWaves(group)) await this.write(run, wave);
    }
    await this.endSessions(run, [...writes.filter(endsSession), ...removals, ...options.inDoubt]);
    return run.refusals;
  }

  private async write(run: Run, wave: readonly PlanAction[]): Promise<void> {
    for (let at = 0; at < wave.length;) {
      const end = at + run.stride.length;
      const batch = wave
        .slice(at, end)
        .filter((action) => !run.outdated.has(keyOf(action)))
        .map((action) => ({ action, sentences: sentencesOf(action) }));
      await run.lease.assertHeld(FRESH_MS);
      const all = batch.flatMap(({ sentences }) => sentences);
      const outcomes = await run.stride.measure(all.length, () =>
        this.pool.execAll(run.routerId, all, { lane: run.lane }),
      );
      let next = 0;
      for (const { action, sentences } of batch) {
        const refusal = refusalOf(action, outcomes.slice(next, next + sentences.length));
        next += sentences.length;
        if (refusal?.isTransport === true) throw refusal;
        if (refusal) run.refusals.set(keyOf(action), refusal);
      }
      if (end < wave.length) await this.pause(run);
      at = end;
    }
  }

  private async pause(run: Run): Promise<void> {
    for (const key of (await run.pause?.()) ?? []) run.outdated.add(key);
  }

  private async endSessions(run: Run, ending: readonly ResourceKey[]): Promise<void> {
    for (const kind of new Set(ending.map((one) => one.kind))) {
      const keys = [...new Set(ending.filter((one) => one.kind === kind).map(({ key }) => key))];
      for (const session of RESOURCE_SPECS[kind].sessions) await this.kick(run, { kind, session, keys });
    }
  }

  private async kick(
    run: Run,
    { kind, session, keys }: { kind: ResourceKind; session: SessionMenu; keys: readonly string[] },
  ): Promise<void> {
    const isOpen = (key: string): boolean => {
      const name = keyOf({ kind, key });
      return !run.refusals.has(name) && !run.outdated.has(name);
    };
    await run.lease.assertHeld(FRESH_MS);
    try {
      const sessions = await this.kicker.find(run.routerId, session, keys.filter(isOpen));
      for (let at = 0; at < sessions.length;) {
        const end = at + run.stride.length;
        const batch = sessions.slice(at, end).filter(({ key }) => isOpen(key));
        await run.stride.measure(batch.length, () => this.kicker.remove(run.routerId, session, batch));
        if (end < sessions.length) {
          await this.pause(run);
          await run.lease.assertHeld(FRESH_MS);
        }
        at = end;
      }
    } catch (error) {
      if (!(error instanceof RouterOsError) || error.isTransport) throw error;
      for (const key of keys.filter(isOpen)) run.refusals.set(keyOf({ kind, key }), error);
    }
  }
}

function endsSession(action: PlanAction): boolean {
  return action.action === 'update' && action.endsSession;
}

function* byKind(actions: readonly PlanAction[]): Iterable<PlanAction[]> {
  for (const kind of new Set(actions.map((action) => action.kind))) {
    yield actions.filter((action) => action.kind === kind);
  }
}

function refusalOf(action: PlanAction, outcomes: readonly Outcome[]): RouterOsError | undefined {
  if (action.action === 'conflict') {
    return new RouterOsError('FOREIGN_OBJECT', 'the router has an object of this name that is not ours');
  }
  for (const outcome of outcomes) {
    const goneAnyway = !outcome.ok && action.action === 'remove' && outcome.error.code === 'NOT_FOUND';
    if (!outcome.ok && !goneAnyway) return outcome.error;
  }
  return undefined;
}
