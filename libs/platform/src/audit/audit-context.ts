import { Injectable } from '@nestjs/common';
import { ClsService } from 'nestjs-cls';
import { CurrentActor } from '../access/actor';
import { type AuditActor } from './audit-entry';

/** Where a request comes from, in its context; put there when it arrives. */
export const ORIGIN = 'request origin';

export interface RequestOrigin {
  ip: string;
  /** Entries that were recorded on behalf of this request. Shared by the nested contexts of its transactions. */
  entries: number;
}

/** Who acts, from where, in which request. */
@Injectable()
export class AuditContext {
  constructor(
    private readonly cls: ClsService,
    private readonly current: CurrentActor,
  ) {}

  origin(): RequestOrigin | undefined {
    return this.cls.isActive() ? this.cls.get<RequestOrigin | undefined>(ORIGIN) : undefined;
  }

  requestId(): string | null {
    return this.cls.isActive() ? this.cls.getId() : null;
  }

  /** The current actor; a request that nobody has signed in for is anonymous, not the system's. */
  actor(): AuditActor {
    const { kind, id, name } = this.current.get();
    if (kind === 'system' && this.origin()) return { kind: 'anonymous' };
    return { kind, id, name };
  }
}
