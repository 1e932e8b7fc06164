import { setTimeout } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { AuditLog, type Lease, Leases } from '@app/platform';
import { type ResourceKind } from '../domain/desired-resource';
import { exactly } from '../domain/foreign-text';
import { markedComment, parseComment } from '../domain/ownership-mark';
import { keyOfRow, namesOfKey } from '../domain/resource-identity';
import { RESOURCE_SPECS } from '../domain/resource-spec';
import { RouterPool } from '../pool';
import { RoutersService } from '../services/routers.service';
import { assertId, command, RouterOsError, type Row, type Sentence } from '../transport';
import { RouterReader } from './router-reader';
import { SyncErrors } from './sync.errors';
import { routerLease } from './sync-router.constants';

const LEASE_MS = 10_000;
const BATCH = 100;
const ATTEMPTS = 100;
const PAUSE_MS = 100;

/** An object of the operator that becomes ours. */
export interface Adoption {
  kind: ResourceKind;
  /** Key of a named kind (a hotspot user with its server: `server/name`); `.id` of a nameless one. */
  name: string;
  /** Goes into the mark. */
  owner: string;
}

/** How an adoption ended. */
export type AdoptionOutcome = 'ADOPTED' | 'OWNED_ALREADY';

/** How many adoptions ended. */
export interface Adopted {
  adopted: AdoptionOutcome[];
  failed: FailedAdoption[];
}

/** What could not be adopted, by a DomainError or a RouterOsError of its own. */
export interface FailedAdoption {
  adoption: Adoption;
  error: Error;
}

/**
 * Puts our mark on objects that the operator made, so that the sync looks after them from then on. Nothing else of them is
 * changed, and the operator's text in the comment stays. Who adopts marks the object dirty afterwards, if it shall be
 * compared at once.
 */
@Injectable()
export class AdoptionService {
  constructor(
    private readonly reader: RouterReader,
    private readonly pool: RouterPool,
    private readonly leases: Leases,
    private readonly routers: RoutersService,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Repeating it is harmless.
   *
   * @throws DomainError CORE_NOT_FOUND (router), MIKROTIK_OBJECT_NOT_FOUND, MIKROTIK_OBJECT_OWNED (by somebody else), MIKROTIK_NOT_ADOPTABLE,
   * MIKROTIK_ROUTER_BUSY; RouterOsError
   */
  async adopt(routerId: string, kind: ResourceKind, name: string, owner: string): Promise<AdoptionOutcome> {
    const { adopted, failed } = await this.adoptMany(routerId, [{ kind, name, owner }]);
    if (failed[0]) throw failed[0].error;
    return adopted[0] ?? 'OWNED_ALREADY';
  }

  /**
   * Many at once, pipelined; what cannot be adopted does not keep the others from it.
   *
   * @throws DomainError CORE_NOT_FOUND (router), MIKROTIK_ROUTER_BUSY; RouterOsError of the connection
   */
  async adoptMany(routerId: string, adoptions: readonly Adoption[]): Promise<Adopted> {
    const { siteId } = await this.routers.get(routerId);
    const result: Adopted = { adopted: [], failed: [] };
    await this.alone(routerId, async (lease) => {
      for (const kind of new Set(adoptions.map((one) => one.kind))) {
        const ofKind = adoptions.filter((one) => one.kind === kind);
        const rows = await this.rowsOf(routerId, kind, ofKind);
        const marks = ofKind.flatMap((adoption) => sortOut(adoption, rows.get(adoption.name), result));
        for (let at = 0; at < marks.length; at += BATCH) {
          await lease.assertHeld();
          await this.mark(routerId, marks.slice(at, at + BATCH), result);
        }
      }
    });
    if (result.adopted.includes('ADOPTED')) {
      const objects = adoptions.map((one) => `${one.kind} ${one.name} ${one.owner}`);
      const after = { adopted: result.adopted.length, failed: result.failed.length, objects };
      await this.audit.record({ action: 'router.adopted', subject: { type: 'router', id: routerId }, siteId, after });
    }
    return result;
  }

  private async mark(routerId: string, marks: readonly Mark[], result: Adopted): Promise<void> {
    const outcomes = await this.pool.execAll(
      routerId,
      marks.map(({ words }) => words),
      { lane: marks.length > 1 ? 'bulk' : 'command' },
    );
    for (const [n, { adoption }] of marks.entries()) {
      const outcome = outcomes[n];
      if (outcome?.ok === true) result.adopted.push('ADOPTED');
      else if (outcome?.error.isTransport === false) result.failed.push({ adoption, error: outcome.error });
      else throw outcome?.error ?? new RouterOsError('ENOTCONN', 'no answer');
    }
  }

  /** Nobody else writes to the router meanwhile; whoever does is waited for, for a while. */
  private async alone(routerId: string, work: (lease: Lease) => Promise<void>): Promise<void> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (await this.leases.tryWith(routerLease(routerId), LEASE_MS, work)) return;
      await setTimeout(PAUSE_MS);
    }
    throw SyncErrors.ROUTER_BUSY();
  }

  private async rowsOf(
    routerId: string,
    kind: ResourceKind,
    adoptions: readonly Adoption[],
  ): Promise<ReadonlyMap<string, Row>> {
    const { menu, identity, dynamicRows } = RESOURCE_SPECS[kind];
    const columns = [
      ...['.id', 'comment', ...(identity === 'name' ? ['name'] : [])],
      ...(kind === 'hotspot-user' ? ['server'] : []),
      ...(dynamicRows ? ['dynamic'] : []),
    ];
    const names = adoptions.flatMap(({ name }) => namesOfKey(kind, name));
    const rows =
      identity === 'name'
        ? await this.reader.named(routerId, menu, columns, { by: 'name', names })
        : await this.reader.table(routerId, menu, columns, { churning: dynamicRows });
    const nameOf = (row: Row): string => (identity === 'name' ? keyOfRow(kind, row) : row['.id']) ?? '';
    return new Map(rows.map((row) => [nameOf(row), row]));
  }
}

interface Mark {
  adoption: Adoption;
  words: Sentence;
}

/** What has to be written for an adoption; otherwise says in the result why nothing has. */
function sortOut(adoption: Adoption, row: Row | undefined, result: Adopted): Mark[] {
  const { kind, name, owner } = adoption;
  const fail = (error: Error): Mark[] => {
    result.failed.push({ adoption, error });
    return [];
  };
  if (!row) return fail(SyncErrors.OBJECT_NOT_FOUND({ kind, name }));
  const { menu, ownedBy } = RESOURCE_SPECS[kind];
  if (ownedBy !== 'comment' || row.dynamic === 'true') return fail(SyncErrors.NOT_ADOPTABLE({ kind, name }));
  const marked = parseComment(row.comment ?? '');
  if (marked.owner === owner) {
    result.adopted.push('OWNED_ALREADY');
    return [];
  }
  if (marked.owner !== undefined) return fail(SyncErrors.OBJECT_OWNED({ kind, name, owner: marked.owner }));
  const comment = exactly(row, 'comment', markedComment(marked.text, owner));
  const attributes = { '.id': assertId(row['.id'] ?? ''), [comment.attribute]: comment.value };
  return [{ adoption, words: command(`${menu}/set`, attributes) }];
}
