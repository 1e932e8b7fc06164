import { Injectable, type OnModuleInit, SetMetadata } from '@nestjs/common';
import { DiscoveryService, Reflector } from '@nestjs/core';

const CONTRIBUTES_ROUTER_LOAD = Symbol('contributes router load');

/** Marks an injectable {@link RouterLoadContributor}; it is found by discovery in the modules of the process. */
export function ContributesRouterLoad(): (target: new (...args: never[]) => RouterLoadContributor) => void {
  return SetMetadata(CONTRIBUTES_ROUTER_LOAD, true);
}

/** Subscribers of one home that are provisioned on one router. */
export interface RouterLoad {
  /** Where they are provisioned. */
  routerId: string;
  /** Where they belong: the same router, or one that has been failed over. */
  homeRouterId: string;
  subscribers: number;
}

/** Subscribers of a failed-over home that no other router can serve. */
export interface StrandedLoad {
  routerId: string;
  subscribers: number;
}

/**
 * Counts what one domain has placed on routers, for the groups, which know no subscribers. It reads the database within the
 * caller's transaction: what that has placed already counts.
 */
export abstract class RouterLoadContributor {
  /** Pairs without subscribers are missing. */
  abstract loads(routerIds: readonly string[]): Promise<RouterLoad[]>;

  /**
   * Those of failed-over homes that stay without service until it is back, because nobody else can serve them. Default:
   * none.
   */
  stranded: (routerIds: readonly string[]) => Promise<readonly StrandedLoad[]> = async () => Promise.resolve([]);
}

/** What all domains of this process have placed on routers. */
@Injectable()
export class RouterLoads implements OnModuleInit {
  private contributors: RouterLoadContributor[] = [];

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly reflector: Reflector,
  ) {}

  onModuleInit(): void {
    const found = this.discovery.getProviders().flatMap(({ instance, metatype }) => {
      const marked = metatype && this.reflector.get<boolean | undefined>(CONTRIBUTES_ROUTER_LOAD, metatype);
      return marked === true && instance instanceof RouterLoadContributor ? [instance] : [];
    });
    this.contributors = [...new Set(found)];
  }

  async of(routerIds: readonly string[]): Promise<LoadTable> {
    const loads: RouterLoad[] = [];
    for (const contributor of this.contributors) loads.push(...(await contributor.loads(routerIds)));
    return new LoadTable(loads);
  }

  /** How many of a failed-over router's subscribers nobody else can serve. */
  async stranded(routerIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const total = new Map<string, number>();
    for (const contributor of this.contributors) {
      for (const { routerId, subscribers } of await contributor.stranded(routerIds)) {
        total.set(routerId, (total.get(routerId) ?? 0) + subscribers);
      }
    }
    return total;
  }
}

/** Loads, added up in the ways that groups ask for. */
export class LoadTable {
  constructor(private readonly loads: readonly RouterLoad[]) {}

  /** Subscribers whose home it is. */
  homes(routerId: string): number {
    return this.sum((load) => load.routerId === routerId && load.homeRouterId === routerId);
  }

  /** Subscribers of other homes that it serves. */
  guests(routerId: string): number {
    return this.sum((load) => load.routerId === routerId && load.homeRouterId !== routerId);
  }

  /** Subscribers of one home on one substitute. */
  moved(homeRouterId: string, routerId: string): number {
    return this.sum((load) => load.routerId === routerId && load.homeRouterId === homeRouterId);
  }

  private sum(counts: (load: RouterLoad) => boolean): number {
    return this.loads.filter(counts).reduce((total, { subscribers }) => total + subscribers, 0);
  }
}
