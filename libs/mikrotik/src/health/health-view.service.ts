import { Injectable } from '@nestjs/common';
import { Clock, CoreErrors, type Page } from '@app/core';
import { AuditLog, type ListRequest } from '@app/platform';
import { type HistoryWindow, historyWindow } from '../domain/health/history-window';
import { type RouterHealth } from '../entities/router.entity';
import { RouterHealthConfig } from './health.config';
import {
  type FleetFilter,
  type HealthChangeView,
  HealthViewRepository,
  type RouterHealthView,
} from './health-view.repository';
import { type HealthPoint, HistoryRepository, type TrafficPoint } from './history.repository';

/** Which part of a history is asked for. */
export interface HistoryQuery {
  from?: Date | undefined;
  to?: Date | undefined;
  /** Seconds of one point. */
  step?: number | undefined;
}

export interface History<P> {
  window: HistoryWindow;
  points: P[];
}

/** How routers are and were, within the scope of the running actor. Asks no router. */
@Injectable()
export class HealthViewService {
  constructor(
    private readonly views: HealthViewRepository,
    private readonly histories: HistoryRepository,
    private readonly config: RouterHealthConfig,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError CORE_NOT_FOUND */
  async get(id: string): Promise<RouterHealthView> {
    const view = await this.views.find(id);
    if (!view) throw CoreErrors.NOT_FOUND({ what: 'router', id });
    return view;
  }

  /** Worst first, with the counts of all states. */
  async fleet(
    request: ListRequest,
    filter: FleetFilter,
  ): Promise<Page<RouterHealthView> & { counts: Partial<Record<RouterHealth, number>> }> {
    const [page, counts] = [await this.views.fleet(request, filter), await this.views.counts(filter)];
    return { ...page, counts };
  }

  /** @throws DomainError CORE_NOT_FOUND */
  async changes(id: string, request: ListRequest): Promise<Page<HealthChangeView>> {
    await this.get(id);
    return this.views.changes(id, request);
  }

  /** @throws DomainError CORE_NOT_FOUND */
  async history(id: string, query: HistoryQuery): Promise<History<HealthPoint>> {
    await this.get(id);
    const window = this.windowOf(query);
    return { window, points: await this.histories.health(id, window) };
  }

  /** @throws DomainError CORE_NOT_FOUND */
  async traffic(id: string, name: string, query: HistoryQuery): Promise<History<TrafficPoint> & { known: string[] }> {
    await this.get(id);
    const window = this.windowOf(query);
    const points = await this.histories.traffic(id, name, window);
    return { window, points, known: await this.histories.interfaces(id, window) };
  }

  /**
   * Whose counters are sampled from now on.
   *
   * @param names null: all Ethernet interfaces
   * @throws DomainError CORE_NOT_FOUND
   */
  async monitor(id: string, names: readonly string[] | null): Promise<RouterHealthView> {
    const before = await this.get(id);
    await this.views.setInterfaces(id, names && [...new Set(names)]);
    await this.audit.record({
      action: 'router.monitoring-changed',
      subject: { type: 'router', id },
      siteId: before.siteId,
      before: { interfaces: before.monitoredInterfaces },
      after: { interfaces: names },
    });
    return this.get(id);
  }

  private windowOf({ from, to, step }: HistoryQuery): HistoryWindow {
    return historyWindow({ from, to, stepSeconds: step }, this.config.keeping, this.clock.now());
  }
}
