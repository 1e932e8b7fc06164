import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { CLS_ID, ClsService } from 'nestjs-cls';
import { type Actor, CurrentActor } from '../access/actor';
import { FULL_SCOPE } from '../access/actor-scope';

/** What work without a caller runs in: a trace id of its own, the system as actor, no open transaction. */
@Injectable()
export class SystemContext {
  constructor(
    private readonly cls: ClsService,
    private readonly actor: CurrentActor,
  ) {}

  /** @param name of the work; the actor's too */
  run<T>(name: string, work: () => Promise<T>): Promise<T> {
    return this.cls.run({ ifNested: 'override' }, () => {
      this.cls.set(CLS_ID, randomUUID());
      this.actor.set(systemActor(name));
      return work();
    });
  }
}

function systemActor(name: string): Actor {
  return { kind: 'system', id: name, name, permissions: new Set(), scope: FULL_SCOPE };
}
