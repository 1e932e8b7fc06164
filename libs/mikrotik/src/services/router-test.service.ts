import { Injectable } from '@nestjs/common';
import { MikrotikConfig } from '../mikrotik.config';
import { openAdmitted, RouterEndpoints, type VersionedEndpoint } from '../pool';
import { RouterSync } from '../sync/router-sync';
import { type RouterEndpoint, type RouterOsTransport, RouterOsTransports, toRouterOsError } from '../transport';
import { type TlsMode } from '../transport/reach';
import { CandidateEndpoints, type CandidateRouter } from './candidate-endpoints';
import { diagnose } from './diagnosis';
import { RouterExamination, type RouterTestResult, verdict } from './router-examination';
import { type Visitor } from './router-inspection.service';
import { RoutersService } from './routers.service';
import { SecondLook, type Suspect } from './second-look';

/** Who is tested, and how to get there. */
interface Subject extends Omit<Suspect, 'endpoint'> {
  tlsMode: TlsMode;
  visitor: Visitor;
  endpoint: () => Promise<RouterEndpoint & Partial<VersionedEndpoint>>;
}

/** Tries to reach a router over a connection of its own and says precisely what is wrong. Changes nothing on it. */
@Injectable()
export class RouterTestService {
  constructor(
    private readonly routers: RoutersService,
    private readonly endpoints: RouterEndpoints,
    private readonly candidates: CandidateEndpoints,
    private readonly transports: RouterOsTransports,
    private readonly examination: RouterExamination,
    private readonly secondLook: SecondLook,
    private readonly sync: RouterSync,
    private readonly config: MikrotikConfig,
  ) {}

  /**
   * A registered router. A success also ends its backoff, and what was found out about it is kept.
   *
   * @throws DomainError CORE_NOT_FOUND
   */
  async test(id: string): Promise<RouterTestResult> {
    const router = await this.routers.get(id);
    const { lastSeenAt, tlsMode } = router;
    const endpoint = (): Promise<VersionedEndpoint> => this.endpoints.endpoint(id);
    const result = await this.tryOut({ id, lastSeenAt, tlsMode, visitor: router, endpoint });
    if (result.diagnosis === 'OK') await this.sync.forgetBackoff(id);
    return result;
  }

  /**
   * A router that is not registered yet. Nothing is kept.
   *
   * @throws DomainError for what the registry would not take either, such as MIKROTIK_HOST_NOT_ALLOWED
   */
  async testCandidate(candidate: CandidateRouter): Promise<RouterTestResult> {
    const reach = this.candidates.reach(candidate);
    const known = await this.candidates.login(candidate);
    return this.tryOut({
      ...{ id: undefined, lastSeenAt: null, tlsMode: reach.tlsMode, visitor: { ...reach, username: known.username } },
      endpoint: async () => ({ ...(await this.candidates.place(reach)), ...known }),
    });
  }

  private async tryOut(subject: Subject): Promise<RouterTestResult> {
    let transport: RouterOsTransport | undefined;
    let endpoint: (RouterEndpoint & Partial<VersionedEndpoint>) | undefined;
    try {
      endpoint = await subject.endpoint();
      transport = await openAdmitted(this.transports, { version: 0, ...endpoint }, this.config);
      return await this.examination.examine(transport, subject.visitor, subject.id);
    } catch (thrown) {
      const error = toRouterOsError(thrown);
      const first = diagnose(error, subject.tlsMode);
      const { id, lastSeenAt } = subject;
      const final = endpoint ? await this.secondLook.at(first, { id, lastSeenAt, endpoint }) : first;
      return verdict(final, error.message);
    } finally {
      await transport?.close();
    }
  }
}
