import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CoreErrors, given, type Page, uuidv7 } from '@app/core';
import { SitesService } from '@app/iam';
import { RouterSync } from '@app/mikrotik';
import { AuditLog, CurrentActor } from '@app/platform';
import { freeAddresses, parseAddress, sizeOf } from '../domain/free-addresses';
import { PppoeErrors } from '../pppoe.errors';
import {
  type IpAssignment,
  type IpAssignmentFilter,
  IpAssignmentRepository,
} from '../repositories/ip-assignment.repository';
import {
  type IpPool,
  type IpPoolFilter,
  type IpPoolPatch,
  IpPoolRepository,
  type NewIpPool,
} from '../repositories/ip-pool.repository';
import { PlacementRepository } from '../repositories/placement.repository';
import { POOL_PREFIX } from '../repositories/profile-settings.repository';

/** Nobody's network needs more; and it keeps counting cheap. */
const MOST_ADDRESSES = 1n << 20n;

/** Pools of addresses, and who had which. What is wanted on a router is marked in the same transaction. */
@Injectable()
export class IpPools {
  constructor(
    private readonly pools: IpPoolRepository,
    private readonly assignments: IpAssignmentRepository,
    private readonly places: PlacementRepository,
    private readonly sites: SitesService,
    private readonly actor: CurrentActor,
    private readonly sync: RouterSync,
    private readonly audit: AuditLog,
  ) {}

  async list(filter: IpPoolFilter): Promise<Page<IpPool>> {
    return this.pools.page(filter);
  }

  /** @throws DomainError CORE_NOT_FOUND */
  async get(id: string): Promise<IpPool> {
    const pool = await this.pools.find(id);
    if (!pool) throw CoreErrors.NOT_FOUND({ what: 'ip pool', id });
    return pool;
  }

  /** @throws DomainError CORE_NOT_FOUND for site or router, CORE_VALIDATION_FAILED, PPPOE_POOL_NAME_TAKEN, PPPOE_ROUTER_OF_OTHER_SITE */
  @Transactional()
  async create(input: Omit<NewIpPool, 'id'>): Promise<IpPool> {
    await this.sites.get(input.siteId);
    if (this.actor.isNarrowed()) throw CoreErrors.NOT_FOUND({ what: 'site', id: input.siteId });
    if (input.routerId !== null) await this.checkRouter(input.routerId, input.siteId);
    checkRange(input);
    const id = uuidv7();
    await this.pools.insert({ ...input, id });
    const pool = await this.get(id);
    await this.changed(undefined, pool);
    return pool;
  }

  /** What was given out stays given out. @throws as {@link create}, CORE_STALE_VERSION */
  @Transactional()
  async update(id: string, version: number, patch: IpPoolPatch): Promise<IpPool> {
    const before = await this.get(id);
    checkRange({ ...before, ...given(patch) });
    if (!(await this.pools.update(id, version, patch))) throw CoreErrors.STALE_VERSION();
    const after = await this.get(id);
    await this.changed(before, after);
    return after;
  }

  /** Only a pool of which nobody ever had an address. @throws DomainError CORE_NOT_FOUND, PPPOE_POOL_IN_USE */
  @Transactional()
  async remove(id: string): Promise<void> {
    const before = await this.get(id);
    if (!(await this.pools.delete(id))) throw PppoeErrors.POOL_IN_USE();
    await this.changed(before, undefined);
  }

  /** The next addresses that would be given out. @throws DomainError CORE_NOT_FOUND */
  async next(id: string, count: number): Promise<string[]> {
    const pool = await this.get(id);
    return pool.kind === 'DYNAMIC' ? [] : freeAddresses(pool, await this.pools.taken(pool), count);
  }

  /** Who has, or had, which address. */
  async history(filter: IpAssignmentFilter): Promise<Page<IpAssignment>> {
    return this.assignments.page(filter);
  }

  private async changed(before: IpPool | undefined, after: IpPool | undefined): Promise<void> {
    const pool = after ?? before;
    if (!pool) return;
    const action = before ? (after ? 'ip-pool.changed' : 'ip-pool.deleted') : 'ip-pool.created';
    const subject = { type: 'ip-pool', id: pool.id };
    await this.audit.record({
      action,
      subject,
      siteId: pool.siteId,
      ...(before && { before }),
      ...(after && { after }),
    });
    if (pool.kind !== 'DYNAMIC' || pool.routerId === null) return;
    const names = new Set([before?.name ?? pool.name, pool.name]);
    await this.sync.markDirty(
      pool.routerId,
      [...names].map((name) => ({ kind: 'ip-pool', key: `${POOL_PREFIX}${name}` })),
    );
  }

  private async checkRouter(routerId: string, siteId: string): Promise<void> {
    const router = (await this.places.routers([routerId])).get(routerId);
    if (!router) throw CoreErrors.NOT_FOUND({ what: 'router', id: routerId });
    if (router.siteId !== siteId) throw PppoeErrors.ROUTER_OF_OTHER_SITE();
  }
}

type Ranged = Pick<NewIpPool, 'kind' | 'firstAddress' | 'lastAddress' | 'prefixLength' | 'excluded' | 'routerId'>;

function checkRange(pool: Ranged): void {
  const wrong = RULES.find(({ holds }) => !holds(pool));
  if (!wrong) return;
  const { path, id, en } = wrong;
  throw CoreErrors.VALIDATION_FAILED({}, [{ path, code: 'POOL', message: { id, en } }]);
}

const familyOf = ({ kind }: Ranged): 4 | 6 => (kind === 'IPV6' ? 6 : 4);

const RULES: readonly { path: string; holds: (pool: Ranged) => boolean; id: string; en: string }[] = [
  {
    path: 'firstAddress',
    holds: (pool) => parseAddress(pool.firstAddress)?.family === familyOf(pool),
    ...{ id: 'alamat pertama tidak cocok dengan jenis pool', en: 'the first address does not fit the kind' },
  },
  {
    path: 'prefixLength',
    holds: ({ prefixLength, kind }) => (prefixLength !== null) === (kind === 'IPV6'),
    ...{ id: 'hanya dan wajib untuk pool IPV6', en: 'is for IPV6 pools only, and needed there' },
  },
  {
    path: 'lastAddress',
    holds: (pool) => sizeOf(pool) >= 1n && sizeOf(pool) <= MOST_ADDRESSES,
    ...{ id: 'rentang harus berisi 1 sampai 1.048.576 alamat', en: 'the range must hold 1 to 1,048,576 addresses' },
  },
  {
    path: 'firstAddress',
    holds: ({ firstAddress, prefixLength }) =>
      (parseAddress(firstAddress)?.value ?? 0n) % (prefixLength === null ? 1n : 1n << BigInt(128 - prefixLength)) ===
      0n,
    ...{ id: 'harus awal dari sebuah prefix', en: 'has to be the beginning of a prefix' },
  },
  {
    path: 'routerId',
    holds: ({ kind, routerId }) => kind !== 'DYNAMIC' || routerId !== null,
    ...{ id: 'wajib untuk pool DYNAMIC', en: 'is needed for DYNAMIC pools' },
  },
  {
    path: 'excluded',
    holds: (pool) => pool.excluded.every((text) => parseAddress(text)?.family === familyOf(pool)),
    ...{ id: 'berisi alamat yang tidak sah', en: 'holds what is no address of the pool' },
  },
];
