import { Injectable } from '@nestjs/common';
import { CoreErrors, type Page } from '@app/core';
import { MikrotikErrors } from '@app/mikrotik';
import { PlacementRepository } from '../repositories/placement.repository';
import { type LiveSession, type LiveSessionFilter, LiveSessionRepository } from './live-session.repository';
import {
  type DropCount,
  type DropFilter,
  type EndedSession,
  type EndedSessionFilter,
  SessionHistoryRepository,
} from './session-history.repository';
import { SessionPoll } from './session-poll.service';
import { type UsagePoint, UsageSeriesRepository, type UsageTotal, type UsageWindow } from './usage-series.repository';

const MOST_DAYS = 400;
const DAY_MS = 86_400_000;

/** Sessions and usage as people see them, out of what the readings of routers have left. */
@Injectable()
export class UsageViews {
  constructor(
    private readonly live: LiveSessionRepository,
    private readonly history: SessionHistoryRepository,
    private readonly series: UsageSeriesRepository,
    private readonly places: PlacementRepository,
    private readonly poll: SessionPoll,
  ) {}

  /**
   * @param fresh reads the router first, which has to be named then
   * @throws DomainError CORE_NOT_FOUND for a router out of scope, MIKROTIK_ROUTER_UNREACHABLE when it does not answer
   */
  async sessions(filter: LiveSessionFilter, fresh: boolean): Promise<Page<LiveSession>> {
    if (fresh) await this.readNow(filter.routerId);
    return this.live.page(filter);
  }

  async ended(filter: EndedSessionFilter): Promise<Page<EndedSession>> {
    return this.history.page(filter);
  }

  async drops(filter: DropFilter): Promise<DropCount[]> {
    return this.history.drops(filter);
  }

  /** One point per day or month, zeros included. @throws DomainError CORE_VALIDATION_FAILED for a window too long */
  async usage(window: UsageWindow, resolution: 'DAY' | 'MONTH'): Promise<UsagePoint[]> {
    checkWindow(window, resolution);
    return resolution === 'DAY' ? this.series.days(window) : this.series.months(window);
  }

  /** @throws as {@link usage} */
  async top(window: UsageWindow, limit: number): Promise<UsageTotal[]> {
    checkWindow(window, 'DAY');
    return this.series.top(window, limit);
  }

  private async readNow(routerId: string | undefined): Promise<void> {
    if (routerId === undefined) throw refused('routerId', 'wajib diisi bersama fresh', 'is needed together with fresh');
    if (!(await this.places.routers([routerId])).has(routerId)) {
      throw CoreErrors.NOT_FOUND({ what: 'router', id: routerId });
    }
    const outcome = await this.poll.poll(routerId);
    if (outcome === 'unreachable') throw MikrotikErrors.ROUTER_UNREACHABLE({ reason: 'NO_ANSWER' });
  }
}

function checkWindow({ from, to }: UsageWindow, resolution: 'DAY' | 'MONTH'): void {
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS;
  const most = resolution === 'DAY' ? MOST_DAYS : MOST_DAYS * 20;
  if (!(days >= 0 && days <= most))
    throw refused('to', 'rentang waktu tidak sah', 'is before from, or too far after it');
}

function refused(path: string, id: string, en: string): Error {
  return CoreErrors.VALIDATION_FAILED({}, [{ path, code: 'WINDOW', message: { id, en } }]);
}
