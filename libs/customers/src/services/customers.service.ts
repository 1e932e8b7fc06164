import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CoreErrors, isTimeZone, type Page, uuidv7 } from '@app/core';
import { type Site, SitesService } from '@app/iam';
import { type AuditEntry, AuditLog, CurrentActor, type ListRequest, Outbox } from '@app/platform';
import { CustomersErrors } from '../customers.errors';
import { normalisePhone } from '../domain/phone';
import { seesPersonal } from '../domain/sees-personal';
import { type Customer } from '../entities/customer.entity';
import { CustomerChanged } from '../events/customer-changed.event';
import { CustomerCreated } from '../events/customer-created.event';
import {
  type CustomerFilter,
  type CustomerPatch,
  type CustomerRow,
  type CustomerSnapshot,
  CustomersRepository,
} from '../repositories/customers.repository';
import { CustomerPlacesService } from './customer-places.service';

export interface NewCustomer {
  siteId: string;
  name: string;
  /** As people write it; kept in E.164. */
  phone?: string | null;
  email?: string | null;
  address?: string;
  /** IANA zone; default: the site's. */
  timeZone?: string;
  /** Default: the next free one of the sequence, `P000123`. */
  code?: string;
  /** An area of the site. */
  areaId?: string | null;
  /** A reseller of the site; default: the actor, if he is one. */
  resellerId?: string | null;
}

export type CustomerEdit = Omit<CustomerPatch, 'status'>;

/** Customers within the scope of the running actor. */
@Injectable()
export class CustomersService {
  constructor(
    private readonly customers: CustomersRepository,
    private readonly sites: SitesService,
    private readonly places: CustomerPlacesService,
    private readonly actor: CurrentActor,
    private readonly outbox: Outbox,
    private readonly audit: AuditLog,
  ) {}

  /** @throws DomainError CORE_NOT_FOUND, also for a customer outside the actor's scope */
  async get(id: string): Promise<Customer> {
    const customer = await this.customers.find(id);
    if (!customer) throw CoreErrors.NOT_FOUND({ what: 'customer', id });
    return customer;
  }

  async list(request: ListRequest, filter: CustomerFilter): Promise<Page<Customer>> {
    return this.customers.page(request, { ...filter, byPhone: seesPersonal(this.actor.get()) });
  }

  /** By id, in one statement; an id that is unknown or out of scope is missing from the map. */
  async snapshots(ids: readonly string[]): Promise<Map<string, CustomerSnapshot>> {
    const rows = ids.length === 0 ? [] : await this.customers.snapshots(ids);
    return new Map(rows.map((row) => [row.id, row]));
  }

  /**
   * @throws DomainError CORE_NOT_FOUND for a site, area or reseller out of scope, CUSTOMERS_PLACE_OF_OTHER_SITE,
   * CUSTOMERS_LEAVES_SCOPE, CUSTOMERS_CODE_TAKEN, CORE_VALIDATION_FAILED for a phone number or zone that does not exist
   */
  @Transactional()
  async create(input: NewCustomer): Promise<Customer> {
    const [id] = await this.createMany([input]);
    return this.get(id ?? '');
  }

  /**
   * Creates any number of customers with a fixed number of statements, all or none; for import, seed and bench.
   *
   * @returns the ids, in the order of the input
   * @throws DomainError as {@link create}
   */
  @Transactional()
  async createMany(inputs: readonly NewCustomer[]): Promise<string[]> {
    const rows = await this.rowsOf(inputs);
    const written = new Set(await this.customers.insertMany(rows));
    const refused = rows.find((row) => !written.has(row.id));
    if (refused) throw CustomersErrors.CODE_TAKEN({ code: refused.code });
    const ids = rows.map((row) => row.id);
    await this.assertWithinScope(ids);
    await this.outbox.publishMany(
      CustomerCreated,
      ids.map((customerId) => ({ key: customerId, payload: { customerId } })),
    );
    await this.audit.recordMany(rows.map((row) => created(row)));
    return ids;
  }

  /**
   * @throws DomainError CORE_NOT_FOUND, CORE_STALE_VERSION, CUSTOMERS_ARCHIVED, CORE_VALIDATION_FAILED,
   * CUSTOMERS_PLACE_OF_OTHER_SITE, CUSTOMERS_LEAVES_SCOPE
   */
  @Transactional()
  async update(id: string, version: number, edit: CustomerEdit): Promise<Customer> {
    const patch = typeof edit.phone === 'string' ? { ...edit, phone: phoneOf(edit.phone) } : edit;
    if (patch.timeZone !== undefined) checkZone(patch.timeZone);
    return this.change(id, version, patch);
  }

  /** Takes the customer out of daily work; its documents stay. @throws as {@link update} */
  @Transactional()
  async archive(id: string, version: number): Promise<Customer> {
    return this.change(id, version, { status: 'ARCHIVED' });
  }

  private async change(id: string, version: number, patch: CustomerPatch): Promise<Customer> {
    const before = await this.get(id);
    const { status, siteId } = before;
    if (status === 'ARCHIVED') throw CustomersErrors.ARCHIVED();
    await this.places.check([{ ...patch, siteId }]);
    const changed = await this.customers.update(id, version, patch);
    if (!changed) throw CoreErrors.STALE_VERSION();
    await this.assertWithinScope([id]);
    await this.audit.record(edited(before, changed, patch));
    await this.outbox.publish(CustomerChanged, { key: `${id}:${changed.version}`, payload: { customerId: id } });
    return changed;
  }

  /** Nobody puts a customer where he cannot see it any more: that would be a way to touch what is others'. */
  private async assertWithinScope(ids: readonly string[]): Promise<void> {
    if (!this.actor.isNarrowed()) return;
    if ((await this.customers.countVisible(ids)) !== ids.length) throw CustomersErrors.LEAVES_SCOPE();
  }

  private async rowsOf(inputs: readonly NewCustomer[]): Promise<CustomerRow[]> {
    const sites = new Map<string, Site>((await this.sites.all()).map((site) => [site.id, site]));
    await this.places.check(inputs);
    const codes = await this.customers.takeCodes(inputs.filter((input) => input.code === undefined).length);
    return inputs.map((input) => {
      const site = sites.get(input.siteId);
      if (!site) throw CoreErrors.NOT_FOUND({ what: 'site', id: input.siteId });
      if (input.timeZone !== undefined) checkZone(input.timeZone);
      return {
        id: uuidv7(),
        siteId: site.id,
        ...this.places.complete(input),
        code: input.code ?? codes.shift() ?? '',
        name: input.name,
        phone: input.phone == null ? null : phoneOf(input.phone),
        email: input.email ?? null,
        address: input.address ?? '',
        timeZone: input.timeZone ?? site.timeZone,
      };
    });
  }
}

/** why: names, numbers and addresses stay out, because the log is kept when they are forgotten (billing.md E4) */
const created = ({ id, code, siteId, areaId, resellerId }: CustomerRow): AuditEntry => ({
  action: 'customer.created',
  subject: { type: 'customer', id },
  siteId,
  after: { code, siteId, areaId, resellerId },
});

const edited = (before: Customer, after: Customer, patch: CustomerPatch): AuditEntry => ({
  action: after.status === 'ARCHIVED' ? 'customer.archived' : 'customer.changed',
  subject: { type: 'customer', id: after.id },
  siteId: after.siteId,
  before: placeOf(before),
  after: { ...placeOf(after), fields: fieldsOf(before, after, patch) },
});

const fieldsOf = (before: Customer, after: Customer, patch: CustomerPatch): string[] =>
  (Object.keys(patch) as (keyof CustomerPatch)[]).filter((field) => before[field] !== after[field]);

const placeOf = ({ status, areaId, resellerId, version }: Customer): object => ({
  status,
  areaId,
  resellerId,
  version,
});

function phoneOf(text: string): string {
  const phone = normalisePhone(text);
  if (phone !== undefined) return phone;
  throw CoreErrors.VALIDATION_FAILED({}, [
    {
      path: 'phone',
      code: 'INVALID_PHONE',
      message: { id: 'bukan nomor telepon', en: 'is not a telephone number' },
    },
  ]);
}

function checkZone(zone: string): void {
  if (isTimeZone(zone)) return;
  throw CoreErrors.VALIDATION_FAILED({}, [
    { path: 'timeZone', code: 'INVALID_TIME_ZONE', message: { id: 'bukan zona IANA', en: 'is not an IANA zone' } },
  ]);
}
