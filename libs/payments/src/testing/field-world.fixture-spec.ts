import { ClsService } from 'nestjs-cls';
import { PlansService, SubscriptionsService } from '@app/billing';
import { uuidv7 } from '@app/core';
import { CustomersService } from '@app/customers';
import { type Actor, CurrentActor, siteScope } from '@app/platform';
import { createTestDatabase } from '@app/testing';
import { type CollectionMethod } from '../domain/collectors/collector';
import { CollectorRepository } from '../repositories/collectors/collector.repository';
import { type CollectCommand, CollectPayment } from '../services/collectors/collect-payment.service';
import { CollectorsService, type NewCollector } from '../services/collectors/collectors.service';
import { type RemittanceView } from '../services/remittances/remittance-reader.service';
import { Remittances } from '../services/remittances/remittances.service';
import { PaymentsWorld, rupiah } from './payments-world.fixture-spec';

/** Somebody of the staff. */
export interface Person {
  id: string;
  name: string;
  areaId: string | null;
}

/** Areas, staff and collectors on top of the payments module. */
export class FieldWorld {
  private constructor(readonly world: PaymentsWorld) {}

  static async create(): Promise<FieldWorld> {
    const world = new PaymentsWorld(await createTestDatabase());
    await world.start();
    return new FieldWorld(world);
  }

  get<T>(type: abstract new (...args: never[]) => T): T {
    return this.world.app.get<T>(type, { strict: false });
  }

  async area(): Promise<string> {
    const id = uuidv7();
    await this.sql('insert into areas (id, site_id, name) values ($1, $2, $3)', [id, this.world.siteId, `A ${id}`]);
    return id;
  }

  /** A user of the site; with an area, of that area only. */
  async person(areaId: string | null = null, allSites = false): Promise<Person> {
    const id = uuidv7();
    const role = uuidv7();
    await this.sql(`insert into roles (id, key, name) values ($1, $2, 'Role')`, [role, `r-${role}`]);
    await this.sql(
      `insert into users (id, email, name, password_hash, role_id, area_limited, all_sites)
       values ($1, $2, 'Person', '', $3, $4, $5)`,
      [id, `${id}@test.invalid`, role, areaId !== null, allSites],
    );
    await this.sql('insert into user_sites (user_id, site_id) values ($1, $2)', [id, this.world.siteId]);
    if (areaId !== null) await this.sql('insert into user_areas (user_id, area_id) values ($1, $2)', [id, areaId]);
    return { id, name: 'Person', areaId };
  }

  /** Does it as somebody of the site, or of one area of it. */
  async as<T>(person: Person, work: () => Promise<T>, permissions: readonly string[] = []): Promise<T> {
    const actor: Actor = {
      ...{ kind: 'user', id: person.id, name: person.name, permissions: new Set(permissions) },
      scope: { ...siteScope([this.world.siteId]), areaIds: person.areaId === null ? null : [person.areaId] },
    };
    return this.get(ClsService).run(async () => {
      this.get(CurrentActor).set(actor);
      return work();
    });
  }

  async collector(settings: Partial<NewCollector> = {}): Promise<Person & { collectorId: string; account: string }> {
    const person = await this.person(await this.area());
    const code = `C${person.id.slice(-10)}`.toUpperCase();
    const made = await this.get(CollectorsService).create({
      siteId: this.world.siteId,
      userId: person.id,
      code,
      ...settings,
    });
    return { ...person, collectorId: made.id, account: made.cashAccount };
  }

  /** A customer of an area with an open invoice. */
  async debtor(areaId: string | null, price = 100_000n): Promise<{ id: string; invoice: string }> {
    const customers = this.get(CustomersService);
    const { id } = await customers.create({ siteId: this.world.siteId, name: 'Budi', areaId, address: 'Jl. Mawar 1' });
    return { id, invoice: await this.world.invoice(id, price) };
  }

  /** A service of his that is off. */
  async isolatedService(customerId: string): Promise<string> {
    const code = `P-${uuidv7().slice(-8)}`;
    const speeds = { downloadKbps: 10_000, uploadKbps: 5_000, taxCode: 'NONE' };
    const plan = await this.get(PlansService).create({ code, name: code, ...speeds, price: rupiah(100_000n) });
    const service = await this.get(SubscriptionsService).create({ customerId, planId: plan.id, anchorDay: 1 });
    await this.get(SubscriptionsService).activate(service.id);
    await this.sql(`update access_intents set desired = 'ISOLATED', reasons = '{OVERDUE}' where subscription_id = $1`, [
      service.id,
    ]);
    return service.id;
  }

  async accessOf(subscriptionId: string): Promise<string | undefined> {
    const sql = 'select desired from access_intents where subscription_id = $1';
    return (await this.world.database.queryOne<{ desired: string }>(sql, [subscriptionId]))?.desired;
  }

  async collect(
    collector: Person,
    customerId: string,
    amount: bigint,
    more: Partial<CollectCommand> & { method?: CollectionMethod } = {},
  ): Promise<string> {
    const command = { clientId: uuidv7(), customerId, amount: rupiah(amount), method: 'CASH' as const, ...more };
    return this.as(collector, () => this.get(CollectPayment).collect(command));
  }

  /** Declares all and lets the desk count it. */
  async handOver(collector: Person, counter: Person, counted: bigint, declared = counted): Promise<RemittanceView> {
    const remittances = this.get(Remittances);
    const said = await this.as(collector, () => remittances.declare({ declared: rupiah(declared) }));
    return this.as(counter, () => remittances.count(said.id, said.version, rupiah(counted)));
  }

  async inHand(collectorId: string): Promise<bigint> {
    return (await this.get(CollectorRepository).inHand([collectorId])).get(collectorId)?.inHand ?? -1n;
  }

  async count(from: string, ...parameters: unknown[]): Promise<number> {
    const row = await this.world.database.queryOne<{ n: number }>(`select count(*)::int as n from ${from}`, parameters);
    return row?.n ?? -1;
  }

  private async sql(text: string, parameters: unknown[]): Promise<void> {
    await this.world.database.execute(text, parameters);
  }
}
