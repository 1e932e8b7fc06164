import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CoreErrors, type Money, type Page, uuidv7 } from '@app/core';
import { type Actor, AuditLog, CurrentActor, Database, type ListRequest } from '@app/platform';
import { AccessErrors } from '../access.errors';
import { approvalKind, type ApprovalKind } from './approval-kind';
import { type Approval, type ApprovalKey, ApprovalsRepository, type ApprovalState } from './approvals.repository';
import { canonicalPayload, payloadHash } from './canonical-payload';
import { FourEyesConfig } from './four-eyes.config';

/** What somebody wants to do. */
export interface ApprovalRequest {
  /** What it is done to, such as `customer:<id>`. */
  subject: string;
  /** Whose staff decides; null for people who see every site. */
  siteId: string | null;
  /** All that matters about it: an approval holds for exactly these values. No secret: it is shown to whoever decides. */
  payload: Readonly<Record<string, unknown>>;
  /** Why it needs a second person, for whoever decides. */
  reason?: string;
}

/**
 * Four eyes (billing.md Z4): somebody asks by doing, a second person with the permission of the kind agrees, the first one
 * does the same again. The system (jobs, CLI) asks nobody: who runs it holds the server anyway.
 */
@Injectable()
export class Approvals {
  constructor(
    private readonly approvals: ApprovalsRepository,
    private readonly database: Database,
    private readonly actor: CurrentActor,
    private readonly config: FourEyesConfig,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Call it inside the transaction of what is to be done. An approval of a second person for exactly this is used up with
   * that transaction: it holds for one success, and a rollback gives it back. Without one the request is noted, although
   * the transaction is rolled back by this error.
   *
   * @throws DomainError IAM_APPROVAL_REQUIRED (409: the state forbids it as long as nobody has agreed), whose field
   * `approvalId` says which request waits
   */
  async require(kind: ApprovalKind, request: ApprovalRequest): Promise<void> {
    const actor = this.actor.get();
    if (actor.kind === 'system') return;
    const payload = canonicalPayload(request.payload);
    const key = keyOf(kind, request, payload, actor);
    if (!(await this.approvals.consume(key))) await this.refuse(key, payload, request, actor);
  }

  /** The same for amounts above the limit of the configuration; smaller ones pass. @throws as {@link require} */
  async requireAbove(amount: Money, kind: ApprovalKind, request: ApprovalRequest): Promise<void> {
    if (amount.amount > BigInt(this.config.limit)) await this.require(kind, request);
  }

  /** Does this amount need a second person? The system asks nobody. */
  isNeededFor(amount: Money): boolean {
    return this.actor.get().kind !== 'system' && amount.amount > BigInt(this.config.limit);
  }

  /**
   * For things that wait for their second person in a list of their own, such as refunds: somebody else than who asked, a
   * person, with this permission.
   *
   * @param requestedBy id of who asked
   * @throws DomainError IAM_OWN_APPROVAL, IAM_APPROVAL_NOT_YOURS
   */
  assertSecondPerson(requestedBy: string, permission: string): void {
    const actor = this.actor.get();
    if (requestedBy === (actor.onBehalfOf ?? actor.id)) throw AccessErrors.OWN_APPROVAL();
    if (actor.kind !== 'user' || !actor.permissions.has(permission))
      throw AccessErrors.APPROVAL_NOT_YOURS({ permission });
  }

  /** @throws DomainError CORE_NOT_FOUND, also for one outside the actor's scope that he did not ask for himself */
  async get(id: string): Promise<Approval> {
    const approval = await this.approvals.find(id);
    if (!approval) throw CoreErrors.NOT_FOUND({ what: 'approval', id });
    return approval;
  }

  async list(request: ListRequest, filter: { state?: ApprovalState; kind?: string }): Promise<Page<Approval>> {
    return this.approvals.page(request, filter);
  }

  /** @throws DomainError CORE_NOT_FOUND, IAM_OWN_APPROVAL, IAM_APPROVAL_NOT_YOURS, IAM_APPROVAL_DECIDED */
  @Transactional()
  async approve(id: string, note = ''): Promise<Approval> {
    return this.decide(id, 'APPROVED', note);
  }

  /** @throws as {@link approve} */
  @Transactional()
  async reject(id: string, note = ''): Promise<Approval> {
    return this.decide(id, 'REJECTED', note);
  }

  private async decide(id: string, state: 'APPROVED' | 'REJECTED', note: string): Promise<Approval> {
    const approval = await this.get(id);
    const actor = this.actor.get();
    // why: a person decides, neither a key nor a job
    this.assertSecondPerson(approval.requestedBy, approvalKind(approval.kind)?.permission ?? '-');
    const done = await this.approvals.decide(id, { state, userId: actor.id, userName: actor.name, note });
    if (!done) throw AccessErrors.APPROVAL_DECIDED({ state: (await this.get(id)).state });
    const decided = await this.get(id);
    const action = state === 'APPROVED' ? 'approval.approved' : 'approval.rejected';
    const { siteId } = approval;
    await this.audit.record({ action, subject: { type: 'approval', id }, siteId, before: approval, after: decided });
    return decided;
  }

  private async refuse(key: ApprovalKey, payload: string, request: ApprovalRequest, actor: Actor): Promise<never> {
    const params = { approvalId: uuidv7() };
    const { siteId, reason = '' } = request;
    const facts = { siteId, reason, payload, requestedByName: actor.name, lifeHours: this.config.approvalHours };
    await this.database.afterRollback(async (run) => {
      params.approvalId = await this.approvals.open(run, { ...key, ...facts, id: params.approvalId });
    });
    const after = { kind: key.kind, subject: key.subject, reason };
    await this.audit.note({
      action: 'approval.requested',
      subject: { type: 'approval', id: params.approvalId },
      siteId,
      after,
    });
    const field = { path: 'approvalId', code: 'WAITING', message: { id: '{approvalId}', en: '{approvalId}' }, params };
    throw AccessErrors.APPROVAL_REQUIRED(params, [field]);
  }
}

function keyOf(kind: ApprovalKind, request: ApprovalRequest, payload: string, actor: Actor): ApprovalKey {
  return {
    requestedBy: actor.onBehalfOf ?? actor.id,
    kind: kind.key,
    subject: request.subject,
    payloadHash: payloadHash(payload),
  };
}
