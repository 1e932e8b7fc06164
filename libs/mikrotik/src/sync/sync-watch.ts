import { Injectable } from '@nestjs/common';
import { type Alert, Alerts, type NewAlert } from '@app/platform';
import { type RouterBacklog, RouterCommandRepository } from '../repositories/router-command.repository';
import { SyncConfig } from './sync.config';

const LAG = 'mikrotik.router-sync-lag:';
const DEAD = 'mikrotik.router-dead-letters:';
const PAGE = 200;

/**
 * The alert rules of the command queue: something has waited too long for a router, or was given up. Level, not edge: every
 * round raises what is and resolves what is over. In maintenance, and while the brake is on, waiting is meant.
 */
@Injectable()
export class SyncWatch {
  constructor(
    private readonly commands: RouterCommandRepository,
    private readonly alerts: Alerts,
    private readonly config: SyncConfig,
  ) {}

  async look(): Promise<{ raised: number; resolved: number }> {
    const backlogs = await this.commands.backlogs();
    const due = backlogs.flatMap((backlog) => [...this.lagging(backlog), ...deadLetters(backlog)]);
    for (const alert of due) await this.alerts.raise(alert);
    const keys = new Set(due.map(({ key }) => key));
    const over = (await this.open()).filter(({ key }) => !keys.has(key));
    for (const { key } of over) await this.alerts.resolve(key);
    return { raised: due.length, resolved: over.length };
  }

  private *lagging(backlog: RouterBacklog): Iterable<NewAlert> {
    const { routerId, routerName: name, siteId, oldestSeconds, pending, paused } = backlog;
    if (paused || oldestSeconds < this.config.lagAlertSeconds) return;
    const minutes = Math.floor(oldestSeconds / 60);
    yield {
      key: `${LAG}${routerId}`,
      severity: 'WARNING',
      subject: { type: 'router', id: routerId },
      title: {
        id: `${name}: perubahan menunggu sudah ${minutes} menit`,
        en: `${name}: changes have been waiting for ${minutes} minutes`,
      },
      detail: { pending, oldestSeconds: Math.round(oldestSeconds) },
      siteId,
    };
  }

  private async open(): Promise<Alert[]> {
    const found: Alert[] = [];
    for (const state of ['OPEN', 'ACKNOWLEDGED'] as const) {
      let cursor: string | undefined;
      do {
        const request = { limit: PAGE, ...(cursor === undefined ? {} : { cursor }) };
        const page = await this.alerts.list({ subjectType: 'router', state }, request);
        found.push(...page.items.filter(({ key }) => key.startsWith(LAG) || key.startsWith(DEAD)));
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
    }
    return found;
  }
}

function* deadLetters({ routerId, routerName: name, siteId, dead }: RouterBacklog): Iterable<NewAlert> {
  if (dead === 0) return;
  yield {
    key: `${DEAD}${routerId}`,
    severity: 'WARNING',
    subject: { type: 'router', id: routerId },
    title: {
      id: `${name}: ${dead} perubahan ditolak router dan tidak dicoba lagi`,
      en: `${name}: ${dead} changes were refused by the router and given up`,
    },
    detail: { dead },
    siteId,
  };
}
