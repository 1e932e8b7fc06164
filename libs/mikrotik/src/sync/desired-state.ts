import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService, Reflector } from '@nestjs/core';
import { type DesiredResource, type ResourceKey, type ResourceKind } from '../domain/desired-resource';
import { CONTRIBUTES_DESIRED_STATE, DesiredStateContributor } from './desired-state-contributor';

/** Everything that the domain libs of this process want on routers. */
@Injectable()
export class DesiredState implements OnModuleInit {
  private readonly logger = new Logger(DesiredState.name);
  private contributors: DesiredStateContributor[] = [];

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly reflector: Reflector,
  ) {}

  onModuleInit(): void {
    const found = this.discovery.getProviders().flatMap(({ instance, metatype }) => {
      const marked = metatype && this.reflector.get<boolean | undefined>(CONTRIBUTES_DESIRED_STATE, metatype);
      return marked === true && instance instanceof DesiredStateContributor ? [instance] : [];
    });
    this.contributors = [...new Set(found)];
  }

  /** Does anybody answer for this kind? Where nobody does, an empty answer would mean to remove everything. */
  knows(kind: ResourceKind): boolean {
    return this.contributors.some((contributor) => contributor.kind === kind);
  }

  /** Is anything of this kind wanted on the router, or was it ever? */
  async concerns(routerId: string, kind: ResourceKind): Promise<boolean> {
    for (const contributor of this.contributors.filter((one) => one.kind === kind)) {
      if (await contributor.concerns(routerId)) return true;
    }
    return false;
  }

  /** Of these objects, which nobody wants on the router, those whose subscribers another router serves. */
  async servedElsewhere(routerId: string, kind: ResourceKind, keys: readonly string[]): Promise<ReadonlySet<string>> {
    const served = new Set<string>();
    if (keys.length === 0) return served;
    for (const contributor of this.contributors.filter((one) => one.kind === kind)) {
      for (const key of await contributor.servedElsewhere(routerId, keys)) served.add(key);
    }
    return served;
  }

  /** Objects whose sessions end when these change on the router. */
  async endsSessionsOf(routerId: string, kind: ResourceKind, keys: readonly string[]): Promise<ResourceKey[]> {
    const ending: ResourceKey[] = [];
    for (const contributor of keys.length === 0 ? [] : this.contributors.filter((one) => one.kind === kind)) {
      ending.push(...(await contributor.endsSessionsOf(routerId, keys)));
    }
    return ending;
  }

  /** What all contributors want; names that were not asked for are dropped, of two wishes the first counts. */
  async of(routerId: string, kind: ResourceKind, keys: readonly string[] | 'all'): Promise<DesiredResource[]> {
    const asked = keys === 'all' ? undefined : new Set(keys);
    if (asked?.size === 0) return [];
    const wished = new Map<string, DesiredResource>();
    for (const contributor of this.contributors.filter((one) => one.kind === kind)) {
      for (const resource of await contributor.desired(routerId, keys)) {
        if (asked?.has(resource.key) === false) continue;
        if (wished.has(resource.key)) this.logger.error(`${kind} ${resource.key} is wanted twice on ${routerId}`);
        else wished.set(resource.key, resource);
      }
    }
    return [...wished.values()];
  }
}
