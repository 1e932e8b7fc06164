import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { ServiceStates } from '@app/billing';
import { CoreErrors, type Page, uuidv7 } from '@app/core';
import { readdressing } from '../domain/readdressing';
import { NO_LIMIT, type ServiceFacts } from '../domain/service-facts';
import { PppoeErrors } from '../pppoe.errors';
import { IpAssignmentRepository } from '../repositories/ip-assignment.repository';
import { PlacementRepository, type SubscriptionPlace } from '../repositories/placement.repository';
import { AddressAllotment } from '../services/address-allotment.service';
import { ChooseRoutersService } from '../services/choose-routers.service';
import { LineSync } from './line-sync.service';
import { type LineUsage, LineUsageRepository } from './line-usage.repository';
import { type StaticLine } from './static-line';
import { type StaticLineFilter, type StaticLinePatch, StaticLineRepository } from './static-line.repository';

export interface NewLine {
  subscriptionId: string;
  /** Its router; this, or a group. */
  routerId?: string;
  routerGroupId?: string;
  /** Name of its queue. Default: from the number of the customer. */
  name?: string;
  /** IPv4; this, or a FIXED pool. */
  address?: string;
  ipPoolId?: string;
  macAddress?: string;
  dhcpServer?: string;
  parentQueue?: string;
}

/** What an edit may change; what is undefined stays. */
export type LineEdit = StaticLinePatch & { ipPoolId?: string };

/** A line with what its subscription may do and has used, and the routers on which it is wanted now. */
export type LineWithAccess = StaticLine &
  Omit<LineUsage, 'subscriptionId'> & { access: ServiceFacts['desired']; routerIds: string[] };

/** Static lines within the caller's customers. What changes marks its router dirty in the same transaction. */
@Injectable()
export class StaticLines {
  constructor(
    private readonly lines: StaticLineRepository,
    private readonly places: PlacementRepository,
    private readonly choosing: ChooseRoutersService,
    private readonly addresses: AddressAllotment,
    private readonly assignments: IpAssignmentRepository,
    private readonly states: ServiceStates,
    private readonly sync: LineSync,
    private readonly usage: LineUsageRepository,
  ) {}

  async list(filter: StaticLineFilter): Promise<Page<LineWithAccess>> {
    const page = await this.lines.page(filter);
    return { ...page, items: await this.withAccess(page.items) };
  }

  /** @throws DomainError CORE_NOT_FOUND, also for a line outside the caller's scope */
  async get(id: string): Promise<LineWithAccess> {
    const [line] = await this.withAccess([existing(id, await this.lines.find(id))]);
    return existing(id, line);
  }

  /**
   * @throws DomainError CORE_NOT_FOUND, CORE_VALIDATION_FAILED unless exactly one of router and group and one of address and
   * pool is given, PPPOE_PLAN_NOT_STATIC, PPPOE_ROUTER_OF_OTHER_SITE, PPPOE_SUBSCRIPTION_HAS_LINE, PPPOE_LINE_NAME_TAKEN,
   * PPPOE_ADDRESS_TAKEN, PPPOE_DEVICE_TAKEN, PPPOE_POOL_NOT_FOR_ACCOUNT, PPPOE_POOL_EXHAUSTED
   */
  @Transactional()
  async create(input: NewLine): Promise<LineWithAccess> {
    if ((input.address === undefined) === (input.ipPoolId === undefined)) throw oneAddress();
    const place = await this.place(input.subscriptionId);
    const [home] = await this.choosing.routersFor([input]);
    const routerId = existing(input.subscriptionId, home).routerId;
    await this.checkRouter(routerId, place.siteId);
    const who = { subscriptionId: place.subscriptionId, siteId: place.siteId, routerId };
    const address = await this.take({ ...who, ...addressWish(input.address, input.ipPoolId) });
    const line = {
      ...{ id: uuidv7(), ...who, name: input.name ?? defaultName(place), address },
      ...{ macAddress: input.macAddress?.toUpperCase() ?? null, dhcpServer: input.dhcpServer ?? null },
      parentQueue: input.parentQueue ?? null,
    };
    await this.lines.insert(line);
    await this.sync.linesChanged(await this.sync.placesOf([line.subscriptionId]));
    return this.get(line.id);
  }

  /** @throws DomainError as {@link create}, CORE_STALE_VERSION */
  @Transactional()
  async update(id: string, version: number, { ipPoolId, ...edit }: LineEdit): Promise<LineWithAccess> {
    const before = existing(id, await this.lines.find(id, { lock: true }));
    const { siteId, subscriptionId } = before;
    const moves = edit.routerId !== undefined && edit.routerId !== before.routerId;
    const routerId = edit.routerId ?? before.routerId;
    if (moves) await this.checkRouter(routerId, siteId);
    const wish = readdressing(before.address, { wanted: edit.address, poolId: ipPoolId }, moves);
    const patch: StaticLinePatch = { ...edit, ...(edit.macAddress === null ? { dhcpServer: null } : {}) };
    if (typeof edit.macAddress === 'string') patch.macAddress = edit.macAddress.toUpperCase();
    if (wish.releases) {
      await this.assignments.release(subscriptionId, moves ? 'ROUTER_CHANGED' : 'CHANGED', 4, 'STATIC');
      const wanted = addressWish(wish.address ?? undefined, wish.poolId);
      patch.address = await this.take({ siteId, subscriptionId, routerId, ...wanted });
    }
    const places = await this.sync.placesOf([subscriptionId]);
    if (!(await this.lines.update(id, version, patch))) throw CoreErrors.STALE_VERSION();
    await this.sync.linesChanged([...places, ...(await this.sync.placesOf([subscriptionId]))]);
    return this.get(id);
  }

  /** Takes the line off its router for good. @throws DomainError CORE_NOT_FOUND */
  @Transactional()
  async remove(id: string): Promise<void> {
    const line = existing(id, await this.lines.find(id, { lock: true }));
    await this.assignments.release(line.subscriptionId, 'ACCOUNT_DELETED', 4, 'STATIC');
    const places = await this.sync.placesOf([line.subscriptionId]);
    await this.lines.delete(id);
    await this.sync.linesChanged(places);
  }

  private async place(subscriptionId: string): Promise<SubscriptionPlace> {
    const place = (await this.places.subscriptions([subscriptionId])).get(subscriptionId);
    if (place === undefined) throw CoreErrors.NOT_FOUND({ what: 'subscription', id: subscriptionId });
    if ((await this.lines.serviceKind(subscriptionId)) !== 'STATIC') throw PppoeErrors.PLAN_NOT_STATIC();
    return place;
  }

  private async checkRouter(routerId: string, siteId: string): Promise<void> {
    const router = (await this.places.routers([routerId])).get(routerId);
    if (router === undefined) throw CoreErrors.NOT_FOUND({ what: 'router', id: routerId });
    if (router.siteId !== siteId) throw PppoeErrors.ROUTER_OF_OTHER_SITE();
  }

  /** Chooses the address and writes down who has it from now on. */
  private async take(wish: {
    siteId: string;
    routerId: string;
    subscriptionId: string;
    remoteAddress?: string;
    ipPoolId?: string;
  }): Promise<string> {
    const { siteId, routerId, subscriptionId } = wish;
    const { remoteAddress, poolId } = await this.addresses.chooseOne(wish);
    if (remoteAddress === null) throw oneAddress();
    const assignment = { siteId, routerId, subscriptionId, poolId, address: remoteAddress, holder: 'STATIC' as const };
    await this.assignments.insertMany([assignment]);
    return remoteAddress;
  }

  private async withAccess(lines: readonly StaticLine[]): Promise<LineWithAccess[]> {
    const ids = lines.map((line) => line.subscriptionId);
    const states = await this.states.of(ids);
    const access = new Map(states.map((state) => [state.subscriptionId, state.desired]));
    const places = ids.length === 0 ? [] : await this.sync.placesOf(ids);
    const usage = await this.usage.of(ids);
    return lines.map((line) => ({
      ...line,
      ...(usage.get(line.subscriptionId) ?? { lastSeenAt: null, usedBytes: 0n, limit: NO_LIMIT }),
      access: access.get(line.subscriptionId) ?? 'DISABLED',
      routerIds: places.filter(({ id }) => id === line.id).map(({ routerId }) => routerId),
    }));
  }
}

const addressWish = (
  address: string | undefined,
  ipPoolId: string | undefined,
): { remoteAddress?: string; ipPoolId?: string } => ({
  ...(address === undefined ? {} : { remoteAddress: address }),
  ...(ipPoolId === undefined ? {} : { ipPoolId }),
});

/** The number of the customer, and something of the subscription: he may have several. */
const defaultName = ({ customerCode, subscriptionId }: SubscriptionPlace): string =>
  `st-${customerCode.toLowerCase().replace(/[^a-z0-9_.@-]/g, '-')}-${subscriptionId.slice(-4)}`.slice(0, 63);

function existing<T>(id: string, found: T | undefined): T {
  if (found === undefined) throw CoreErrors.NOT_FOUND({ what: 'static line', id });
  return found;
}

function oneAddress(): Error {
  const message = { id: 'isi salah satu: address atau ipPoolId', en: 'give one of address and ipPoolId' };
  return CoreErrors.VALIDATION_FAILED({}, [{ path: 'address', code: 'ONE_OF', message }]);
}
