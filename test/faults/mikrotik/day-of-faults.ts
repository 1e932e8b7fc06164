import { setTimeout as sleep } from 'node:timers/promises';
import { type INestApplicationContext } from '@nestjs/common';
import { command, RouterPool, RouterSync, SyncRouterService } from '@app/mikrotik';
import { Database } from '@app/platform';
import { type FaultSettings, type SimulatedRouter, startRouter, type Version } from '../../../apps/simulator/src';
import { type SyncBench } from '../../support/mikrotik/sync-bench';
import { Seeded } from './seeded';

const VERSIONS: readonly Version[] = ['6.49', '7.10', '7.16', '7.20'];
const ROUTERS = 3;
const SUBSCRIBERS = 10;
/** Of half an hour each. */
const STEPS = 48;
const STEP_SECONDS = 1_800;
const MENU = '/ppp/secret';

interface Site {
  id: string;
  router: SimulatedRouter;
  /** What the operator has made himself, by name. */
  foreign: Map<string, Record<string, string>>;
  /** What we want, by name. */
  wanted: Map<string, Record<string, string>>;
}

/**
 * 24 hours of three routers in seconds: in every half hour something goes wrong somewhere, subscribers come, are isolated, come
 * back and leave, operators edit by hand, and the sync runs. The seed repeats what happens; when exactly the network cuts is
 * the machine's.
 */
export class DayOfFaults {
  private readonly random: Seeded;
  private readonly sites: Site[] = [];
  private readonly never = new AbortController().signal;
  /** What happened, for the report of a seed that fails. */
  readonly story: string[] = [];

  constructor(
    private readonly bench: SyncBench,
    private readonly app: INestApplicationContext,
    seed: number,
  ) {
    this.random = new Seeded(seed);
  }

  async begin(): Promise<void> {
    for (let n = 0; n < ROUTERS; n++) {
      const router = await startRouter({ version: this.random.pick(VERSIONS), cpes: [] });
      const id = await this.bench.register(this.app, router);
      const site: Site = { id, router, foreign: new Map(), wanted: new Map() };
      this.sites.push(site);
      for (const rate of ['10M', '20M', 'isolir']) {
        this.bench.wishes.want(id, { kind: 'ppp-profile', key: rate, values: { 'rate-limit': '5M/5M' } });
      }
      for (const name of ['operator', 'tetangga']) this.editForeign(site, name);
      for (let k = 0; k < SUBSCRIBERS / 2; k++) await this.changeWish(site);
    }
  }

  async live(): Promise<void> {
    for (let step = 0; step < STEPS; step++) {
      const site = this.random.pick(this.sites);
      await this.misbehave(site);
      for (let k = this.random.below(4); k > 0; k--) await this.changeWish(this.random.pick(this.sites));
      if (this.random.chance(0.3)) this.editByHand(this.random.pick(this.sites));
      await Promise.all([...this.sites.map((one) => this.sync(one)), this.look(this.random.pick(this.sites))]);
      await this.passTime();
    }
  }

  /** Everything works again: the routers come into step within a few rounds. @throws Error naming what does not */
  async recover(): Promise<void> {
    for (const { router } of this.sites) {
      router.faults.clear();
      await router.powerOn();
    }
    const sync = this.app.get(RouterSync, { strict: false });
    let differences: string[] = [];
    let outcomes: string[] = [];
    for (let round = 0; round < 20; round++) {
      for (const { id } of this.sites) {
        await sync.retryDead(id);
        await sync.wantFullSync(id);
      }
      await this.passTime();
      outcomes = await Promise.all(this.sites.map((site) => this.sync(site)));
      differences = [...this.sites.flatMap((site) => differencesOf(site)), ...(await this.pending())];
      if (differences.length === 0) return;
      await sleep(50);
    }
    const states = await this.app
      .get(Database, { strict: false })
      .query(`select last_error_code, last_error, failures, next_attempt_at from routers where id = any ($1)`, [
        this.sites.map(({ id }) => id),
      ]);
    throw new Error(`not in step: ${differences.join('; ')}; ${outcomes.join()}; ${JSON.stringify(states)}`);
  }

  get ports(): number[] {
    return this.sites.map(({ router }) => router.port);
  }

  async forgetRouters(): Promise<void> {
    const pool = this.app.get(RouterPool, { strict: false });
    await Promise.all(this.sites.map(({ id }) => pool.forget(id)));
  }

  async end(): Promise<void> {
    await Promise.all(this.sites.map(({ router }) => router.close()));
  }

  private tell(site: Site, what: string): void {
    this.story.push(`${site.router.name}#${this.sites.indexOf(site)} ${what}`);
  }

  private readonly later: Promise<void>[] = [];

  private async misbehave(site: Site): Promise<void> {
    const { router } = site;
    const { random } = this;
    if (random.chance(0.4)) router.faults.clear();
    if (!router.powered && random.chance(0.6)) await router.powerOn();
    const how = random.chance(0.5) ? 'fin' : 'rst';
    const lasting: readonly FaultSettings[] = [
      ...[{ latency: { ms: 40, jitterMs: 60 } }, { latency: 600 }, { dribble: true }, { splitTerminator: true }],
      ...[{ closeAtAccept: how }, { halfOpen: true }, { silentLogin: true }, { closeAtLogin: how }],
      ...[{ neverFin: true }, { lateSentence: true }, { unknownReply: true }, { severalTraps: true }],
      ...([{ cutAfterRows: { rows: random.below(4), how } }, { slowRows: 3 }, { fatal: 'out of memory' }] as const),
    ] as readonly FaultSettings[];
    const passing = [
      () => {
        router.faults.next('loseAnswer', '', random.pick([MENU, `${MENU}/add`, `${MENU}/set`, '/ppp/active']));
      },
      () => {
        router.faults.next('ignore', '', MENU);
      },
      () => {
        router.faults.next('cutAfterRows', { rows: random.below(3), how }, MENU);
      },
      () => {
        router.faults.next('refuse', { command: MENU, message: 'failure: the moon is full' }, `${MENU}/set`);
      },
    ];
    const kind = random.below(10);
    if (kind < 5) {
      const fault = random.pick(lasting);
      this.tell(site, JSON.stringify(fault));
      router.faults.set(fault);
    } else if (kind < 8) {
      const chosen = random.below(passing.length);
      this.tell(site, `once ${chosen}`);
      passing[chosen]?.();
    } else if (kind < 9) {
      this.tell(site, 'power off');
      // why: not awaited when it should fall into the middle of a sync
      const off = sleep(random.below(30)).then(() => router.powerOff());
      if (random.chance(0.3)) await off;
      else this.later.push(off);
    } else {
      this.tell(site, 'reboot');
      this.later.push(router.reboot(20));
    }
  }

  /** Subscribers come, are isolated, restored, get an address, leave. */
  private async changeWish(site: Site): Promise<void> {
    const { random } = this;
    const key = `sub${random.below(SUBSCRIBERS)}`;
    const present = site.wanted.get(key);
    if (present && random.chance(0.15)) {
      site.wanted.delete(key);
      this.bench.wishes.drop(site.id, 'ppp-secret', key);
      this.tell(site, `- ${key}`);
    } else {
      const isolated = random.chance(0.4);
      const address = !isolated && random.chance(0.3) ? `10.9.${random.below(60)}.${1 + random.below(200)}` : '';
      const values = {
        password: present?.password ?? `00${random.below(1_000_000)}`,
        profile: isolated ? 'isolir' : random.pick(['10M', '20M']),
        disabled: random.chance(0.1) ? 'yes' : 'no',
      };
      const given =
        address === '' ? { values, unset: ['remote-address'] } : { values: { ...values, 'remote-address': address } };
      this.bench.wishes.want(site.id, { kind: 'ppp-secret', key, ...given });
      site.wanted.set(key, { ...values, 'remote-address': address });
      this.tell(site, `${key} ${values.profile}`);
    }
    const priority = random.pick([1, 3, 5, 9]);
    await this.app.get(RouterSync, { strict: false }).markDirty(site.id, [{ kind: 'ppp-secret', key, priority }]);
  }

  /** Somebody works on the router: on our objects, which is put right, or on his own, which is not ours to touch. */
  private editByHand(site: Site): void {
    const { router } = site;
    const { random } = this;
    if (random.chance(0.3)) {
      this.editForeign(site, random.pick(['operator', 'tetangga', 'kantor']));
      return;
    }
    const ours = router.rows(MENU).filter(({ comment = '' }) => comment.includes('langgan:'));
    if (ours.length === 0) return;
    const row = random.pick(ours);
    const id = `=.id=${row['.id'] ?? ''}`;
    const edits: (readonly string[])[] = [
      [`${MENU}/remove`, id],
      [`${MENU}/set`, id, '=disabled=yes'],
      [`${MENU}/set`, id, '=profile=default'],
      [`${MENU}/set`, id, `=comment=telat bayar ${row.comment ?? ''}`],
      [`${MENU}/set`, id, '=remote-address=10.250.0.9'],
    ];
    const edit = random.pick(edits);
    this.tell(site, `by hand ${row.name ?? ''} ${edit[0] ?? ''} ${edit[2] ?? ''}`);
    router.run(...edit);
  }

  private editForeign(site: Site, name: string): void {
    const { router } = site;
    const comment = `punya sendiri ${this.random.below(100)}`;
    if (router.row(MENU, name)) router.run(`${MENU}/set`, `=.id=${name}`, `=comment=${comment}`);
    else router.run(`${MENU}/add`, `=name=${name}`, '=password=rahasia', `=comment=${comment}`);
    site.foreign.set(name, router.row(MENU, name) ?? {});
  }

  private async sync({ id }: Site): Promise<string> {
    return this.app.get(SyncRouterService, { strict: false }).run(id, this.never);
  }

  /** Somebody looks at live figures meanwhile, and sometimes loses patience. */
  private async look({ id }: Site): Promise<void> {
    const impatience = new AbortController();
    const timer = setTimeout(() => {
      impatience.abort();
    }, this.random.below(200));
    const words = command('/ppp/active/print');
    const options = { lane: this.random.pick(['command', 'telemetry'] as const), signal: impatience.signal };
    await this.app.get(RouterPool, { strict: false }).execAll(id, [words, words, words], options);
    clearTimeout(timer);
  }

  /** Half an hour: backoffs run out, full syncs become due. */
  private async passTime(): Promise<void> {
    await Promise.all(this.later.splice(0));
    const database = this.app.get(Database, { strict: false });
    const ids = this.sites.map(({ id }) => id);
    await database.execute(
      `update routers set next_attempt_at = next_attempt_at - $2 * interval '1 second',
              last_full_sync_at = last_full_sync_at - $2 * interval '1 second' where id = any ($1)`,
      [ids, STEP_SECONDS],
    );
    await database.execute(
      `update router_sync_items set next_attempt_at = next_attempt_at - $2 * interval '1 second' where router_id = any ($1)`,
      [ids, STEP_SECONDS],
    );
  }

  private async pending(): Promise<string[]> {
    const rows = await this.app.get(Database, { strict: false }).query<{ what: string }>(
      `select resource_key || ' waits: ' || coalesce(last_error_code, '') as what from router_sync_items
        where router_id = any ($1) and wanted_version > applied_version`,
      [this.sites.map(({ id }) => id)],
    );
    return rows.map(({ what }) => what);
  }
}

function differencesOf({ router, wanted, foreign }: Site): string[] {
  const rows = new Map(router.rows(MENU).map((row) => [row.name ?? '', row]));
  const twice = rows.size === router.rows(MENU).length ? [] : ['a secret is there twice'];
  const wrong = [...wanted].flatMap(([name, values]) => wrongValues(name, values, rows.get(name)));
  const touched = [...foreign].filter(([name, row]) => JSON.stringify(rows.get(name)) !== JSON.stringify(row));
  const surplus = [...rows.keys()].filter((name) => !wanted.has(name) && !foreign.has(name));
  return [
    ...twice,
    ...wrong,
    ...touched.map(([name]) => `foreign ${name} was touched`),
    ...surplus.map((name) => `${name} is not wanted`),
  ];
}

function wrongValues(name: string, values: Record<string, string>, row: Record<string, string> | undefined): string[] {
  const shown = { ...values, disabled: values.disabled === 'yes' ? 'true' : 'false' };
  return Object.entries(shown)
    .filter(([attribute, value]) => (row?.[attribute] ?? '') !== value)
    .map(([attribute, value]) => `${name} ${attribute} ${row?.[attribute] ?? 'missing'} ≠ ${value}`);
}
