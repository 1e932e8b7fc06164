import { Injectable } from '@nestjs/common';
import { type Lease } from '@app/platform';
import { type ResourceKey, type ResourceKind } from '../domain/desired-resource';
import { inWaves } from '../domain/reference-order';
import { RESOURCE_SPECS, type SessionMenu } from '../domain/resource-spec';
import { type KindPlan, type PlanAction } from '../domain/sync-plan';
import { type LaneName, type Outcome, RouterPool } from '../pool';
import { RouterOsError } from '../transport';
import { sentencesOf } from './plan-sentences';
import { SessionKicker } from './session-kicker';

/** Actions between two looks at the lease. */
const BATCH = 100;
/** From so many actions on it is bulk work and leaves the command lane free. */
const BULK_FROM = 50;

export const keyOf = ({ kind, key }: ResourceKey): string => `${kind} ${key}`;

/** What the router said to single objects; everything that is not in here was done. */
export type Refusals = ReadonlyMap<string, RouterOsError>;

/** Carries plans out: what others refer to first, removals in the opposite order, sessions last. */
@Injectable()
export class PlanApplier {
  constructor(
    private readonly pool: RouterPool,
    private readonly kicker: SessionKicker,
  ) {}

  /**
   * @param lease looked at before every batch
   * @param inDoubt objects whose sessions are ended even if nothing has to be written: an earlier attempt may have written
   * and not come to that
   * @returns refusals of single objects
   * @throws RouterOsError when the connection fails; DomainError PLATFORM_LEASE_LOST
   */
  async apply(
    routerId: string,
    plans: readonly KindPlan[],
    lease: Lease,
    inDoubt: readonly ResourceKey[],
  ): Promise<Refusals> {
    const refusals = new Map<string, RouterOsError>();
    const writes = plans.flatMap(({ actions }) => actions.filter(({ action }) => action !== 'remove'));
    const removals = [...plans].reverse().flatMap(({ actions }) => actions.filter(({ action }) => action === 'remove'));
    const lane = writes.length + removals.length >= BULK_FROM ? 'bulk' : 'command';
    for (const group of [...byKind(writes), ...byKind(removals)]) {
      for (const wave of inWaves(group)) await this.run(routerId, wave, { lease, lane, refusals });
    }
    await this.endSessions(routerId, [...writes, ...removals], inDoubt, { lease, refusals });
    return refusals;
  }

  private async run(
    routerId: string,
    actions: readonly PlanAction[],
    context: { lease: Lease; lane: LaneName; refusals: Map<string, RouterOsError> },
  ): Promise<void> {
    for (let at = 0; at < actions.length; at += BATCH) {
      const batch = actions.slice(at, at + BATCH).map((action) => ({ action, sentences: sentencesOf(action) }));
      await context.lease.assertHeld();
      const all = batch.flatMap(({ sentences }) => sentences);
      const outcomes = await this.pool.execAll(routerId, all, { lane: context.lane });
      let next = 0;
      for (const { action, sentences } of batch) {
        const refusal = refusalOf(action, outcomes.slice(next, next + sentences.length));
        next += sentences.length;
        if (refusal?.isTransport === true) throw refusal;
        if (refusal) context.refusals.set(keyOf(action), refusal);
      }
    }
  }

  private async endSessions(
    routerId: string,
    actions: readonly PlanAction[],
    inDoubt: readonly ResourceKey[],
    context: { lease: Lease; refusals: Map<string, RouterOsError> },
  ): Promise<void> {
    const ending = [...actions.filter(endsSession), ...inDoubt].filter((one) => !context.refusals.has(keyOf(one)));
    for (const kind of new Set(ending.map((one) => one.kind))) {
      const keys = [...new Set(ending.filter((one) => one.kind === kind).map(({ key }) => key))];
      for (const session of RESOURCE_SPECS[kind].sessions) {
        await context.lease.assertHeld();
        await this.kick(routerId, { kind, session, keys }, context.refusals);
      }
    }
  }

  private async kick(
    routerId: string,
    { kind, session, keys }: { kind: ResourceKind; session: SessionMenu; keys: readonly string[] },
    refusals: Map<string, RouterOsError>,
  ): Promise<void> {
    try {
      await this.kicker.end(routerId, session, keys);
    } catch (error) {
      if (!(error instanceof RouterOsError) || error.isTransport) throw error;
      for (const key of keys) refusals.set(keyOf({ kind, key }), error);
    }
  }
}

function endsSession(action: PlanAction): boolean {
  return action.action === 'remove' || (action.action === 'update' && action.endsSession);
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
