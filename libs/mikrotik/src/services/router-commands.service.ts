import { Injectable } from '@nestjs/common';
import { CoreErrors, type Page } from '@app/core';
import { AuditLog, type Condition, condition, Database, type ListRequest } from '@app/platform';
import { type ResourceKind } from '../domain/desired-resource';
import {
  type CommandState,
  type RouterCommand,
  RouterCommandRepository,
} from '../repositories/router-command.repository';
import { RouterSync } from '../sync/router-sync';

export interface CommandFilter {
  routerId?: string | undefined;
  siteId?: string | undefined;
  state?: CommandState | undefined;
  kind?: ResourceKind | undefined;
  /** Part of the key. */
  q?: string | undefined;
  errorCode?: string | undefined;
}

/** What waits to be written to routers, and what was given up, within the scope of the running actor. */
@Injectable()
export class RouterCommandsService {
  constructor(
    private readonly commands: RouterCommandRepository,
    private readonly sync: RouterSync,
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  async list(filter: CommandFilter, request: ListRequest): Promise<Page<RouterCommand>> {
    return this.commands.page(request, conditionsOf(filter));
  }

  /**
   * Tries one again at once, given up or not. A repetition changes nothing.
   *
   * @throws DomainError CORE_NOT_FOUND, also when it is done by now
   */
  async retry(id: string): Promise<void> {
    await this.database.transaction(async () => {
      const revived = await this.commands.revive(id);
      if (!revived) throw CoreErrors.NOT_FOUND({ what: 'router command', id });
      const { routerId, siteId, kind, key } = revived;
      await this.sync.forgetBackoff(routerId);
      await this.audit.record({
        action: 'router.command-retried',
        subject: { type: 'router', id: routerId },
        siteId,
        after: { kind, key },
      });
    });
  }
}

function conditionsOf({ routerId, siteId, state, kind, q, errorCode }: CommandFilter): Condition[] {
  const parts: Condition[] = [];
  if (routerId !== undefined) parts.push(condition('i.router_id = $?::uuid', routerId));
  if (siteId !== undefined) parts.push(condition('r.site_id = $?::uuid', siteId));
  if (state !== undefined) parts.push(condition('i.dead = $?', state === 'DEAD'));
  if (kind !== undefined) parts.push(condition('i.kind = $?', kind));
  if (q !== undefined) parts.push(condition('strpos(lower(i.resource_key), lower($?)) > 0', q));
  if (errorCode !== undefined) parts.push(condition('i.last_error_code = $?', errorCode));
  return parts;
}
