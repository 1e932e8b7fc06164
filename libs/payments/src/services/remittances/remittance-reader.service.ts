import { Injectable } from '@nestjs/common';
import { CoreErrors } from '@app/core';
import { AuditLog, CurrentActor, DatabaseClock } from '@app/platform';
import { type Collector } from '../../domain/collectors/collector';
import { CollectorErrors } from '../../payments-field.errors';
import { CollectorRepository } from '../../repositories/collectors/collector.repository';
import {
  type Hand,
  type Remittance,
  type RemittancePart,
  RemittanceRepository,
} from '../../repositories/remittances/remittance.repository';
import { CollectorsService } from '../collectors/collectors.service';

/** A remittance with its payments. */
export interface RemittanceView extends Remittance {
  parts: RemittancePart[];
}

/** What every step of a remittance begins and ends with: the collector's lock, a name, an entry in the audit log. */
@Injectable()
export class RemittanceReader {
  constructor(
    private readonly remittances: RemittanceRepository,
    private readonly collectors: CollectorsService,
    private readonly rows: CollectorRepository,
    private readonly actor: CurrentActor,
    private readonly clock: DatabaseClock,
    private readonly audit: AuditLog,
  ) {}

  /** @throws DomainError CORE_NOT_FOUND, also for one outside the scope */
  async get(id: string): Promise<RemittanceView> {
    return { ...(await this.find(id)), parts: await this.remittances.parts(id) };
  }

  /** As it is under the collector's lock. @throws as {@link get} */
  async locked(id: string): Promise<{ remittance: Remittance; collector: Collector }> {
    const { collectorId } = await this.find(id);
    await this.rows.lock(collectorId);
    return { remittance: await this.find(id), collector: await this.collectors.find(collectorId) };
  }

  /** The caller, now. */
  async hand(): Promise<Hand> {
    const { id, name } = this.actor.get();
    return { id, name, at: await this.clock.sample() };
  }

  async noted(id: string, action: string, before?: Remittance): Promise<RemittanceView> {
    const after = await this.get(id);
    await this.audit.record({ action, subject: { type: 'remittance', id }, siteId: after.siteId, before, after });
    return after;
  }

  private async find(id: string): Promise<Remittance> {
    const remittance = await this.remittances.find(id);
    if (!remittance) throw CoreErrors.NOT_FOUND({ what: 'remittance', id });
    return remittance;
  }
}

/** @throws DomainError COLLECTORS_REMITTANCE_STATE */
export function assertState({ state }: Remittance, allowed: readonly Remittance['state'][]): void {
  if (!allowed.includes(state)) throw CollectorErrors.REMITTANCE_STATE({ state });
}
