import { Injectable } from '@nestjs/common';
import { ClsService } from 'nestjs-cls';
import { type ActorScope, FULL_SCOPE, isNarrowed } from './actor-scope';

/** Who is doing this. */
export interface Actor {
  readonly kind: 'user' | 'api-key' | 'system';
  /** Id of the user or key; the name of the job or command for the system. */
  readonly id: string;
  readonly name: string;
  readonly permissions: ReadonlySet<string>;
  readonly scope: ActorScope;
  /** The sign-in that the credentials belong to. */
  readonly sessionId?: string;
  /** Id of the user who answers for a key: whoever approves something must be neither of them. */
  readonly onBehalfOf?: string;
}

const ACTOR = 'actor';

const SYSTEM: Actor = { kind: 'system', id: 'system', name: 'system', permissions: new Set(), scope: FULL_SCOPE };

/**
 * The actor of the running request or job. Repositories take the scope of every read and write from here, by way of
 * `ScopeFilter`, so that no controller can forget it; outside a request it is the system.
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

  /** Sites of the actor for decisions of services; null means every site. */
  siteIds(): readonly string[] | null {
    const { siteIds } = this.get().scope;
    return siteIds === 'all' ? null : siteIds;
  }

  /** Is the actor limited to areas, a reseller or a customer? Then nothing that belongs to a whole site is his. */
  isNarrowed(): boolean {
    return isNarrowed(this.get().scope);
  }
}
