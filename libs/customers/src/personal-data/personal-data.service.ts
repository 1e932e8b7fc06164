import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService, Reflector } from '@nestjs/core';
import { Transactional } from '@nestjs-cls/transactional';
import { Clock, CoreErrors } from '@app/core';
import { Outbox } from '@app/platform';
import { CustomersErrors } from '../customers.errors';
import { type Customer } from '../entities/customer.entity';
import { CustomerChanged } from '../events/customer-changed.event';
import { CustomersRepository } from '../repositories/customers.repository';
import { CustomersService } from '../services/customers.service';
import { CONTRIBUTES_PERSONAL_DATA, PersonalDataContributor } from './personal-data-contributor';

/** Everything that is kept about one customer. */
export interface PersonalData {
  exportedAt: Date;
  customer: Customer;
  /** By the name of the contributor's part. */
  parts: Readonly<Record<string, readonly object[]>>;
}

/** The rights of a customer over his data (UU PDP 27/2022; billing.md E4). */
@Injectable()
export class PersonalDataService implements OnModuleInit {
  private contributors: PersonalDataContributor[] = [];

  constructor(
    private readonly customers: CustomersService,
    private readonly repository: CustomersRepository,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
    private readonly discovery: DiscoveryService,
    private readonly reflector: Reflector,
  ) {}

  onModuleInit(): void {
    const found = this.discovery.getProviders().flatMap(({ instance, metatype }) => {
      const marked = metatype && this.reflector.get<boolean | undefined>(CONTRIBUTES_PERSONAL_DATA, metatype);
      return marked === true && instance instanceof PersonalDataContributor ? [instance] : [];
    });
    this.contributors = [...new Set(found)].sort((a, b) => a.part.localeCompare(b.part));
  }

  /** @throws DomainError CORE_NOT_FOUND, also for a customer outside the actor's scope */
  async export(id: string): Promise<PersonalData> {
    const customer = await this.customers.get(id);
    const parts: Record<string, readonly object[]> = {};
    for (const contributor of this.contributors) parts[contributor.part] = await contributor.export(id);
    return { exportedAt: this.clock.now(), customer, parts };
  }

  /**
   * Takes name, address and contacts out of the customer's row, and what other libs need not keep of him, for good.
   * Finalised invoices keep what was printed on them: they are immutable, and the law wants them kept.
   *
   * @throws DomainError CORE_NOT_FOUND, CUSTOMERS_NOT_ARCHIVED, CUSTOMERS_ANONYMIZED, CORE_STALE_VERSION
   */
  @Transactional()
  async anonymize(id: string, version: number): Promise<Customer> {
    const { status, anonymizedAt } = await this.customers.get(id);
    if (anonymizedAt !== null) throw CustomersErrors.ANONYMIZED();
    if (status !== 'ARCHIVED') throw CustomersErrors.NOT_ARCHIVED();
    const changed = await this.repository.anonymize(id, version);
    if (!changed) throw CoreErrors.STALE_VERSION();
    for (const contributor of this.contributors) await contributor.erase?.(id);
    await this.outbox.publish(CustomerChanged, { key: `${id}:${changed.version}`, payload: { customerId: id } });
    return changed;
  }
}
