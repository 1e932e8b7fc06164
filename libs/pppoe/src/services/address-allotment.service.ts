import { Injectable } from '@nestjs/common';
import { CoreErrors } from '@app/core';
import { freeAddresses } from '../domain/free-addresses';
import { PppoeErrors } from '../pppoe.errors';
import {
  IpAssignmentRepository,
  type NewIpAssignment,
  type ReleaseReason,
} from '../repositories/ip-assignment.repository';
import { type IpPool, IpPoolRepository } from '../repositories/ip-pool.repository';

/** Fixed addresses that somebody shall have: given, or the next free one of a pool. */
export interface AddressWish {
  siteId: string;
  routerId: string;
  subscriptionId: string;
  remoteAddress?: string | null;
  remoteIpv6Prefix?: string | null;
  /** A FIXED pool, in the place of an address. */
  ipPoolId?: string;
  /** An IPV6 pool, in the place of a prefix. */
  ipv6PoolId?: string;
}

export interface Allotted {
  remoteAddress: string | null;
  remoteIpv6Prefix: string | null;
  poolId: string | null;
  ipv6PoolId: string | null;
}

/**
 * Hands out fixed addresses and keeps their history. Joins the caller's transaction; a pool is locked while addresses are
 * taken out of it, and PostgreSQL refuses an address to two holders at a time whatever else happens.
 */
@Injectable()
export class AddressAllotment {
  constructor(
    private readonly pools: IpPoolRepository,
    private readonly assignments: IpAssignmentRepository,
  ) {}

  /**
   * One per wish, in its order; a fixed number of statements per pool.
   *
   * @throws DomainError CORE_NOT_FOUND, PPPOE_POOL_NOT_FOR_ACCOUNT, PPPOE_POOL_EXHAUSTED
   */
  async choose(wishes: readonly AddressWish[]): Promise<Allotted[]> {
    const ids = new Set(wishes.flatMap(({ ipPoolId, ipv6PoolId }) => [ipPoolId, ipv6PoolId]));
    const wanted = [...ids].filter((id) => id !== undefined);
    const pools = new Map((wanted.length === 0 ? [] : await this.pools.lockMany(wanted)).map((one) => [one.id, one]));
    const queues = new Map<string, string[]>();
    for (const pool of pools.values()) queues.set(pool.id, await this.free(pool, wishes));
    return wishes.map((wish) => {
      const next = (poolId: string | undefined, kind: IpPool['kind']): string | undefined =>
        poolId === undefined ? undefined : this.next(wish, kind, pools.get(poolId), queues.get(poolId));
      return {
        remoteAddress: wish.remoteAddress ?? next(wish.ipPoolId, 'FIXED') ?? null,
        remoteIpv6Prefix: wish.remoteIpv6Prefix ?? next(wish.ipv6PoolId, 'IPV6') ?? null,
        poolId: wish.remoteAddress == null ? (wish.ipPoolId ?? null) : null,
        ipv6PoolId: wish.remoteIpv6Prefix == null ? (wish.ipv6PoolId ?? null) : null,
      };
    });
  }

  /** {@link choose} for one. */
  async chooseOne(wish: AddressWish): Promise<Allotted> {
    const [given] = await this.choose([wish]);
    if (!given) throw new Error('nothing was chosen');
    return given;
  }

  /** Writes down who has what from now on. @throws DomainError PPPOE_ADDRESS_TAKEN */
  async assign(
    given: readonly (Allotted & Pick<AddressWish, 'siteId' | 'routerId' | 'subscriptionId'>)[],
  ): Promise<void> {
    await this.assignments.insertMany(
      given.flatMap(({ siteId, routerId, subscriptionId, ...one }): NewIpAssignment[] => {
        const who = { siteId, routerId, subscriptionId };
        return [
          ...(one.remoteAddress === null ? [] : [{ ...who, poolId: one.poolId, address: one.remoteAddress }]),
          ...(one.remoteIpv6Prefix === null ? [] : [{ ...who, poolId: one.ipv6PoolId, address: one.remoteIpv6Prefix }]),
        ];
      }),
    );
  }

  /** What a subscription holds, of one family or both, is free again. */
  async release(subscriptionId: string, reason: ReleaseReason, family?: 4 | 6): Promise<void> {
    await this.assignments.release(subscriptionId, reason, family);
  }

  private async free(pool: IpPool, wishes: readonly AddressWish[]): Promise<string[]> {
    const asked = wishes.filter(({ ipPoolId, ipv6PoolId }) => ipPoolId === pool.id || ipv6PoolId === pool.id).length;
    const given = wishes.flatMap(({ remoteAddress, remoteIpv6Prefix }) => [
      remoteAddress ?? '',
      remoteIpv6Prefix ?? '',
    ]);
    return freeAddresses(pool, [...(await this.pools.taken(pool)), ...given], asked);
  }

  private next(wish: AddressWish, kind: IpPool['kind'], pool: IpPool | undefined, queue: string[] = []): string {
    if (pool?.siteId !== wish.siteId) throw CoreErrors.NOT_FOUND({ what: 'ip pool' });
    const ofRouter = pool.routerId === null || pool.routerId === wish.routerId;
    if (pool.kind !== kind || pool.status !== 'ACTIVE' || !ofRouter) throw PppoeErrors.POOL_NOT_FOR_ACCOUNT();
    const address = queue.shift();
    if (address === undefined) throw PppoeErrors.POOL_EXHAUSTED();
    return address;
  }
}
