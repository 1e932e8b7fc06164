import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type BuiltInRoleKey, RolesService } from '@app/iam';
import { Database, permissionCatalogue, SecretBox } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { createApiApp } from './api-app';
import { nothing, ObjectMaker, type Objects, type Place } from './security/objects';
import { createStaff, type Staff } from './staff';

export * from './security/objects';

/** The roles of the product and the two callers who have none. */
export const ACTORS = [
  ...([
    'owner',
    'admin',
    'finance',
    'supervisor',
    'cashier',
    'collector',
    'technician',
    'reseller',
    'read-only',
  ] as const),
  ...(['api-key', 'anonymous'] as const),
];
export type ActorName = (typeof ACTORS)[number];

export type Headers = Readonly<Record<string, string>>;

/** Of all sites; everybody else is of the site `own` only, and so is the key. */
const EVERYWHERE: readonly ActorName[] = ['owner', 'admin'];

/** Limited further than to a site: foreign to them is what lies in the next area and belongs to the next reseller. */
const NARROWED: readonly ActorName[] = ['collector', 'reseller'];

/**
 * An installation in which everybody has something of his own and something that is none of his business: two sites, in
 * the first of them two areas and two resellers, and one object of every kind in each.
 */
export class SecurityWorld {
  /** Credentials of each actor; nothing for the stranger. */
  readonly headers = {} as Record<ActorName, Headers>;

  readonly database: Database;

  private constructor(
    readonly app: NestFastifyApplication,
    private readonly testDatabase: TestDatabase,
    private readonly maker: ObjectMaker,
    private readonly places: Readonly<Record<'own' | 'nextDoor' | 'otherSite', Place>>,
  ) {
    this.database = app.get(Database);
  }

  static async create(): Promise<SecurityWorld> {
    const testDatabase = await createTestDatabase();
    const app = await createApiApp({
      database: testDatabase,
      env: { IAM_TOTP_ENFORCED: 'false', RATE_LIMIT_API_KEY_PER_MINUTE: '100000' },
    });
    const database = app.get(Database);
    await app.get(RolesService, { strict: false }).ensureBuiltIns();
    const role = await database.queryOne<{ id: string }>(`select id from roles where key = 'read-only'`);
    const maker = new ObjectMaker(database, app.get(SecretBox, { strict: false }), role?.id ?? '');
    const own = await maker.place();
    const places = { own, nextDoor: await maker.place(own.site), otherSite: await maker.place() };
    const world = new SecurityWorld(app, testDatabase, maker, places);
    for (const actor of ACTORS) world.headers[actor] = await world.credentials(actor);
    return world;
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.testDatabase.drop();
  }

  /** Fresh objects within this actor's scope. */
  async own(): Promise<Objects> {
    return this.maker.everything(this.places.own);
  }

  /** Fresh objects that are as near as objects can be to this actor without being his. */
  async foreign(actor: ActorName): Promise<Objects> {
    return this.maker.everything(NARROWED.includes(actor) ? this.places.nextDoor : this.places.otherSite);
  }

  /** Well-formed ids of nothing. */
  none(): Objects {
    return nothing();
  }

  /** New credentials of this actor, for a request that ends a session. */
  async credentials(actor: ActorName): Promise<Headers> {
    if (actor === 'anonymous') return {};
    if (actor === 'api-key') return this.key();
    return { ...(await this.staff(actor)).headers };
  }

  private async staff(role: BuiltInRoleKey): Promise<Staff> {
    const { site, area, reseller } = this.places.own;
    const staff = await createStaff(this.app, role, EVERYWHERE.includes(role) ? 'all' : [site]);
    if (role === 'collector') {
      await this.database.execute(`update users set area_limited = true where id = $1`, [staff.id]);
      await this.database.execute(`insert into user_areas (user_id, area_id) values ($1, $2)`, [staff.id, area]);
    }
    if (role === 'reseller') {
      await this.database.execute(`update users set reseller_id = $2 where id = $1`, [staff.id, reseller]);
    }
    return staff;
  }

  /** A key of an owner with everything that a key may hold, for the own site. */
  private async key(): Promise<Headers> {
    const forPersons = /^(owner|api-key|approval):|^(user|role):write$/;
    const permissions = permissionCatalogue().flatMap(({ key }) => (forPersons.test(key) ? [] : [key]));
    const payload = { name: 'Key', permissions, siteIds: [this.places.own.site] };
    const { headers } = await this.staff('owner');
    const answer = await this.app.inject({ method: 'POST', url: '/api/v1/api-keys', headers, payload });
    if (answer.statusCode !== 201) throw new Error(`no key: ${answer.body}`);
    return { authorization: `Bearer ${answer.json<{ token: string }>().token}` };
  }
}
