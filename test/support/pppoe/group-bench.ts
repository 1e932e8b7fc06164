import { type INestApplicationContext } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { BillingConfig } from '@app/billing';
import {
  DesiredState,
  FailoversService,
  GroupStatusService,
  MIKROTIK_CONFIGS,
  type NewRouterGroup,
  type RouterGroup,
  RouterGroupsService,
  type ResourceKind,
  RouterGroupsModule,
  RouterGroupsWorkerModule,
} from '@app/mikrotik';
import { Database, PlatformModule } from '@app/platform';
import { HotspotAccounts, HotspotWorkerModule, SyncHotspotOnFailoverHandler } from '@app/vouchers';
import {
  type CreatedAccount,
  CreateAccountsService,
  OnFailoverSharesChangedHandler,
  PppoeConfig,
  PppoeWorkerModule,
  StaticLines,
  SyncLinesOnFailoverHandler,
} from '@app/pppoe';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { SubscriberRows } from './subscribers';

type Home = { routerId: string } | { routerGroupId: string };

/** Groups of routers that nobody speaks to, with subscribers on them. */
export class GroupBench {
  private made = 0;

  private constructor(
    private readonly testDatabase: TestDatabase,
    readonly app: INestApplicationContext,
    readonly rows: SubscriberRows,
    private readonly place: { site: string; plan: string },
  ) {}

  static async start(): Promise<GroupBench> {
    const testDatabase = await createTestDatabase();
    process.env.DATABASE_URL = testDatabase.url;
    process.env.SECRET_KEYS = `k1:${Buffer.alloc(32, 1).toString('base64')}`;
    process.env.DATABASE_POOL_SIZE = '20';
    const module = await Test.createTestingModule({
      imports: [
        PlatformModule.forRoot('groups-test', [BillingConfig, ...MIKROTIK_CONFIGS, PppoeConfig]),
        RouterGroupsWorkerModule,
        PppoeWorkerModule,
        HotspotWorkerModule,
        RouterGroupsModule,
      ],
      providers: [GroupStatusService],
    }).compile();
    const app = await module.init();
    const rows = new SubscriberRows(app.get(Database));
    return new GroupBench(testDatabase, app, rows, { site: await rows.site('JKT'), plan: await rows.plan('HOME20') });
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.testDatabase.drop();
  }

  get site(): string {
    return this.place.site;
  }

  get plan(): string {
    return this.place.plan;
  }

  get database(): Database {
    return this.app.get(Database);
  }

  get groups(): RouterGroupsService {
    return this.app.get(RouterGroupsService, { strict: false });
  }

  get failovers(): FailoversService {
    return this.app.get(FailoversService, { strict: false });
  }

  /** What everybody wants on routers. */
  get state(): DesiredState {
    return this.app.get(DesiredState, { strict: false });
  }

  /** Subscribers of each failed-over member of a group whom nobody else can serve. */
  async stranded(groupId: string): Promise<number[]> {
    const { failovers } = await this.app.get(GroupStatusService, { strict: false }).status(groupId);
    return failovers.map(({ stranded }) => stranded);
  }

  get creation(): CreateAccountsService {
    return this.app.get(CreateAccountsService, { strict: false });
  }

  async reset(): Promise<void> {
    await this.database.execute(
      `truncate pppoe_accounts, static_lines, hotspot_accounts, ip_assignments, router_groups, outbox_events, alerts,
         router_sync_items cascade`,
    );
  }

  /** A group of new routers. */
  async group(
    members: { weight?: number; capacity?: number | null; priority?: number }[],
    more: Partial<NewRouterGroup> = {},
  ): Promise<RouterGroup> {
    const made = [];
    for (const member of members) {
      const routerId = await this.rows.router(this.site);
      made.push({ routerId, weight: 1, capacity: null, priority: 1, ...member });
    }
    this.made += 1;
    return this.groups.create({ siteId: this.site, name: `group ${this.made}`, members: made, ...more });
  }

  async accounts(count: number, home: Home): Promise<CreatedAccount[]> {
    const inputs = [];
    for (let n = 0; n < count; n++) {
      inputs.push({ subscriptionId: await this.rows.subscription(this.site, this.plan), ...home });
    }
    return this.creation.createMany(inputs);
  }

  async setHealth(routerId: string, health: string): Promise<void> {
    await this.database.execute(`update routers set health = $2, health_changed_at = app_now() where id = $1`, [
      routerId,
      health,
    ]);
  }

  /** Everything that should be written has been. */
  async allInStep(): Promise<void> {
    await this.database.execute('update router_sync_items set applied_version = wanted_version');
  }

  /** Static lines from 10.40.0.1 on. */
  async lines(count: number, routerId: string): Promise<Awaited<ReturnType<StaticLines['create']>>[]> {
    const planId = await this.planOf('STATIC');
    const made = [];
    for (let n = 1; n <= count; n++) {
      const subscriptionId = await this.rows.subscription(this.site, planId);
      made.push(
        await this.app
          .get(StaticLines, { strict: false })
          .create({ subscriptionId, routerId, address: `10.40.0.${n}` }),
      );
    }
    return made;
  }

  /** Hotspot accounts that are bound to a router, or to none. */
  async members(
    count: number,
    routerId?: string,
  ): Promise<Awaited<ReturnType<HotspotAccounts['create']>>['account'][]> {
    const planId = await this.planOf('HOTSPOT');
    const made = [];
    for (let n = 1; n <= count; n++) {
      const subscriptionId = await this.rows.subscription(this.site, planId);
      const home = routerId === undefined ? {} : { routerId };
      const { account } = await this.app.get(HotspotAccounts, { strict: false }).create({ subscriptionId, ...home });
      made.push(account);
    }
    return made;
  }

  private async planOf(kind: string): Promise<string> {
    this.made += 1;
    const id = await this.rows.plan(`${kind}${this.made}`);
    await this.database.execute('update plans set service_kind = $2 where id = $1', [id, kind]);
    return id;
  }

  /** Names of the secrets, or of other objects, that a router should have. */
  async wantedOn(routerId: string, kind: ResourceKind = 'ppp-secret'): Promise<string[]> {
    const wanted = await this.state.of(routerId, kind, 'all');
    return wanted.map(({ key }) => key).sort();
  }

  /** Lets the domains hear what the groups have published since the last call; the secrets, or others, that they mark. */
  async heard(kind: ResourceKind = 'ppp-secret'): Promise<string[]> {
    await this.database.execute('truncate router_sync_items');
    const events = await this.database.query<{ payload: { changes: [] } }>(
      `delete from outbox_events where topic = 'mikrotik.failover-shares.changed.v1' returning payload`,
    );
    for (const type of [OnFailoverSharesChangedHandler, SyncLinesOnFailoverHandler, SyncHotspotOnFailoverHandler]) {
      const handler = this.app.get<OnFailoverSharesChangedHandler>(type, { strict: false });
      for (const { payload } of events) await handler.handle({ payload } as never);
    }
    const items = await this.database.query<{ item: string }>(
      `select router_id || ' ' || resource_key as item from router_sync_items where kind = $1 order by 1`,
      [kind],
    );
    return items.map(({ item }) => item);
  }
}

export const ids = ({ members }: RouterGroup): string[] => members.map(({ routerId }) => routerId);
