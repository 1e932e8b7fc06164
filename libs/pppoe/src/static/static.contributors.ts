import { Injectable } from '@nestjs/common';
import { ServiceStates } from '@app/billing';
import {
  ContributesDesiredState,
  ContributesRouterLoad,
  type DesiredResource,
  DesiredStateContributor,
  type RouterLoad,
  RouterLoadContributor,
  type StrandedLoad,
} from '@app/mikrotik';
import { type ServiceFacts } from '../domain/service-facts';
import { blockedRules, desiredLease, desiredMembership, desiredQueue, lineOwner } from './desired-line';
import { type RouterLine, RouterLinesRepository } from './router-lines.repository';

/** What static lines want on a router: two statements, whatever their number. */
@Injectable()
abstract class LineContributor extends DesiredStateContributor {
  constructor(
    protected readonly lines: RouterLinesRepository,
    private readonly states: ServiceStates,
  ) {
    super();
  }

  override concerns = async (routerId: string): Promise<boolean> => this.lines.concerns(routerId);

  /** Lines that a substitute serves. */
  override servedElsewhere = async (routerId: string, keys: readonly string[]): Promise<readonly string[]> =>
    this.lines.servedElsewhere(routerId, keys);

  protected async wanted<T>(
    lines: readonly RouterLine[],
    of: (line: RouterLine, service: ServiceFacts) => T | undefined,
  ): Promise<T[]> {
    const states = await this.states.of(lines.map((line) => line.subscriptionId));
    const bySubscription = new Map(states.map((state) => [state.subscriptionId, state]));
    return lines.flatMap((line) => {
      const service = bySubscription.get(line.subscriptionId);
      // why: a line without an answer must not look like one that nobody wants
      if (service === undefined) throw new Error(`no service state of subscription ${line.subscriptionId}`);
      return of(line, service) ?? [];
    });
  }

  protected async owned(routerId: string, keys: readonly string[] | 'all'): Promise<RouterLine[]> {
    if (keys === 'all') return this.lines.ofRouter(routerId, {});
    const prefix = lineOwner('');
    const ids = keys.filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
    return ids.length === 0 ? [] : this.lines.ofRouter(routerId, { ids });
  }
}

/** Queues of static lines. */
@Injectable()
@ContributesDesiredState()
export class StaticQueueContributor extends LineContributor {
  readonly kind = 'simple-queue';

  async desired(routerId: string, keys: readonly string[] | 'all'): Promise<DesiredResource[]> {
    const lines = await this.lines.ofRouter(routerId, keys === 'all' ? {} : { names: keys });
    return this.wanted(lines, desiredQueue);
  }
}

/** Leases of static lines with a device. */
@Injectable()
@ContributesDesiredState()
export class StaticLeaseContributor extends LineContributor {
  readonly kind = 'dhcp-lease';

  async desired(routerId: string, keys: readonly string[] | 'all'): Promise<DesiredResource[]> {
    return this.wanted(await this.owned(routerId, keys), desiredLease);
  }
}

/** Membership of static lines in the lists that hold them off. */
@Injectable()
@ContributesDesiredState()
export class StaticMembershipContributor extends LineContributor {
  readonly kind = 'address-list';

  async desired(routerId: string, keys: readonly string[] | 'all'): Promise<DesiredResource[]> {
    return this.wanted(await this.owned(routerId, keys), desiredMembership);
  }
}

/** The rules that hold off lines without service. */
@Injectable()
@ContributesDesiredState()
export class BlockedRulesContributor extends DesiredStateContributor {
  readonly kind = 'firewall-filter';

  constructor(private readonly lines: RouterLinesRepository) {
    super();
  }

  override concerns = async (routerId: string): Promise<boolean> => this.lines.concerns(routerId);

  async desired(routerId: string, keys: readonly string[] | 'all'): Promise<DesiredResource[]> {
    const rules = blockedRules().filter(({ key }) => keys === 'all' || keys.includes(key));
    return rules.length > 0 && (await this.lines.has(routerId)) ? rules : [];
  }
}

/** How many lines are placed on routers, at home and as guests. */
@Injectable()
@ContributesRouterLoad()
export class StaticLoadContributor extends RouterLoadContributor {
  constructor(private readonly lines: RouterLinesRepository) {
    super();
  }

  async loads(routerIds: readonly string[]): Promise<RouterLoad[]> {
    return this.lines.loads(routerIds);
  }

  override stranded = async (routerIds: readonly string[]): Promise<readonly StrandedLoad[]> =>
    this.lines.stranded(routerIds);
}
