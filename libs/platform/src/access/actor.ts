import { Injectable } from '@nestjs/common';
import { ClsService } from 'nestjs-cls';

/** The sites whose data a caller may see; `all` is an owner's or the system's. */
export type SiteScope = { readonly all: true } | { readonly all: false; readonly siteIds: readonly string[] };

/** Who is doing this. */
export interface Actor {
  readonly kind: 'user' | 'api-key' | 'system';
  /** Id of the user or key; the name of the job or command for the system. */
  readonly id: string;
  readonly name: string;
  readonly permissions: ReadonlySet<string>;
  readonly scope: SiteScope;
  /** The sign-in that the credentials belong to. */
  readonly sessionId?: string;
}

const ACTOR = 'actor';

const SYSTEM: Actor = { kind: 'system', id: 'system', name: 'system', permissions: new Set(), scope: { all: true } };

/**
 * The actor of the running request or job. Repositories take the scope of every read and write from here, so that no
 * controller can forget it; outside a request it is the system.
 */
@Injectable()
export class CurrentActor {
  constructor(private readonly cls: ClsService) {}

  get(): Actor {
    return this.cls.isActive() ? (this.cls.get<Actor | undefined>(ACTOR) ?? SYSTEM) : SYSTEM;
  }

  set(actor: Actor): void {
    this.cls.set(ACTOR, actor);
  }

  /** Site ids for `($n::uuid[] is null or site_id = any ($n))`: null means every site. */
  siteIds(): readonly string[] | null {
    const { scope } = this.get();
    return scope.all ? null : scope.siteIds;
  }
}
