import { Injectable } from '@nestjs/common';
import { SecretBox } from '@app/platform';
import { MikrotikErrors } from '../mikrotik.errors';
import { RouterNetworkGuard } from '../network/router-network-guard';
import { RouterPasswordRepository } from '../repositories/router-password.repository';
import { type RouterReach } from '../repositories/router.repository';
import { draftPlace } from '../security/router-passwords';
import { type RouterEndpoint } from '../transport';
import { RouterReachRules } from './router-reach.rules';

/** How a router would be reached that is not registered yet. */
export type CandidateRouter = Pick<RouterReach, 'host'> &
  Partial<RouterReach> & { username?: string; password?: string; accessDraftId?: string };

/** Endpoints of routers that are to be tried before they are stored; the same rules hold for them. */
@Injectable()
export class CandidateEndpoints {
  constructor(
    private readonly rules: RouterReachRules,
    private readonly network: RouterNetworkGuard,
    private readonly drafts: RouterPasswordRepository,
    private readonly secrets: SecretBox,
  ) {}

  /** What was given, and what the registry would make of it. @throws DomainError as `RoutersService.create` */
  reach(candidate: CandidateRouter): RouterReach {
    return this.rules.complete(candidate);
  }

  /** Where that is. @throws DomainError MIKROTIK_HOST_NOT_ALLOWED, MIKROTIK_HOST_UNKNOWN */
  async place(reach: RouterReach): Promise<Omit<RouterEndpoint, 'username' | 'password'>> {
    const { protocol, tlsMode, caPem, anonymousTlsAllowed, codePage, port } = reach;
    return {
      ...{ host: await this.network.resolve(reach.host, port), port, protocol, tlsMode, codePage },
      ...{ caPem: caPem ?? undefined, anonymousTls: anonymousTlsAllowed },
    };
  }

  /** What was given, or what the access script has. @throws DomainError MIKROTIK_ACCESS_DRAFT_UNKNOWN */
  async login(candidate: CandidateRouter): Promise<{ username: string; password: string }> {
    const { accessDraftId, username = '', password = '' } = candidate;
    if (accessDraftId === undefined) return { username, password };
    const draft = await this.drafts.peekDraft(accessDraftId);
    if (!draft) throw MikrotikErrors.ACCESS_DRAFT_UNKNOWN();
    return { username: draft.username, password: this.secrets.open(draft.passwordSealed, draftPlace(draft.id)) };
  }
}
