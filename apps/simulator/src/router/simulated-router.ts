import { setTimeout as sleep } from 'node:timers/promises';
import { resetCounters } from '../behaviour/counters.command';
import { type DhcpServers } from '../behaviour/dhcp/dhcp-servers';
import { type ReachQuery } from '../behaviour/firewall/firewall';
import { type PacketFate } from '../behaviour/firewall/packet-path';
import { type Hotspot } from '../behaviour/hotspot/hotspot';
import { type Modem } from '../behaviour/modem';
import { ModemFleet } from '../behaviour/modem-fleet';
import { type PppServer } from '../behaviour/ppp-server';
import { type PppSession } from '../behaviour/ppp-session';
import { RouterClock } from '../engine/router-clock';
import { RouterState } from '../engine/router-state';
import { type Row } from '../engine/row';
import { type Table } from '../engine/table';
import { FaultBoard } from '../faults/fault-board';
import { menusOf } from '../menus';
import { CommandLog, type ReceivedCommand } from '../server/command-log';
import { type ServiceName, Services } from '../server/services';
import { type Version, versionProfile } from '../versions/version-profile';
import { Behaviours } from './behaviours';
import { type ConsoleResult, runAtConsole } from '../engine/console';
import { Flash } from './flash';
import { setUpFreshRouter, setUpUsers } from './fresh-router';
import { type RouterOptions } from './router-options';

const LOOPBACK = '127.0.0.1';
const DEFAULT_ZONE = 'Asia/Jakarta';
/** Menus whose counters start again with every boot; what hotspot users have used is kept. */
const COUNTED = /^\/(ip\/firewall|queue|radius|ip\/hotspot\/walled-garden)(\/|$)/;

/** One router that behaves like RouterOS towards API clients and towards its subscribers' modems. */
export class SimulatedRouter {
  readonly name: string;
  readonly version: Version;
  /** Misbehaviour, switched on and off while the router runs. */
  readonly faults = new FaultBoard();
  readonly commandLog = new CommandLog();
  private readonly state: RouterState;
  private readonly services: Services;
  private readonly behaviours: Behaviours;
  private readonly fleet: ModemFleet;
  private readonly flash: Flash | null;
  /** Port on which the login page of the hotspot is wanted; null = not at all. */
  private readonly portalOption: number | null;
  private on = false;
  private closed = false;

  constructor(options: RouterOptions) {
    this.version = options.version;
    this.state = emptyRouter(options);
    this.name = this.state.name;
    this.portalOption = options.hotspot?.portalPort ?? null;
    this.behaviours = new Behaviours(this.state, {
      host: options.host ?? LOOPBACK,
      reachable: () => this.on,
      returnMs: options.modemTiming?.redialMs,
      power: {
        reboot: () => void this.reboot(),
        shutdown: () => void this.powerOff(),
      },
    });
    this.flash = options.stateFile === undefined ? null : new Flash(this.state, options.stateFile);
    setUpFreshRouter(this.state, options);
    if (this.flash?.restore() === true) setUpUsers(this.state, options);
    this.fleet = new ModemFleet(this.state, this.ppp, {
      cpes: options.cpes ?? [],
      reachable: () => this.on,
      timing: options.modemTiming,
    });
    if (options.latencyMs !== undefined && options.latencyMs > 0) this.faults.set({ latency: options.latencyMs });
    this.services = this.servicesOf(options);
  }

  /** Menus, commands and clock, without sockets. */
  get memory(): RouterState {
    return this.state;
  }

  /** The PPPoE side, for dial-ins that no modem makes. */
  get ppp(): PppServer {
    return this.behaviours.ppp;
  }

  /** The hotspots: devices that join, log in and leave. */
  get hotspot(): Hotspot {
    return this.behaviours.hotspot;
  }

  /** The DHCP servers: clients that ask, renew and leave. */
  get dhcp(): DhcpServers {
    return this.behaviours.dhcp;
  }

  /** Port of the hotspot's login page; 0 until {@link openPortal}. */
  get portalPort(): number {
    return this.behaviours.portal.port;
  }

  /** Serves the login page over HTTP from now on; 0 takes a free port. */
  async openPortal(port = 0): Promise<number> {
    await this.behaviours.portal.open(port);
    return this.portalPort;
  }

  /** What becomes of a subscriber's packet under the rules as they are now. */
  reach(query: ReachQuery): PacketFate {
    return this.behaviours.firewall.reach(query);
  }

  /** Port of the API: the same over power cuts and reboots. */
  get port(): number {
    return this.services.port('api');
  }

  /** Port of a service; 0 until it was enabled for the first time. */
  portOf(service: ServiceName): number {
    return this.services.port(service);
  }

  /** Enables a service, with a certificate or `none`, and waits until its port is open. See `Certificates` for names. */
  async enableService(service: ServiceName, certificate?: string): Promise<number> {
    const words = certificate === undefined ? [] : [`=certificate=${certificate}`];
    this.run('/ip/service/set', `=.id=${service}`, '=disabled=no', ...words);
    await this.services.idle();
    return this.services.port(service);
  }

  /** How far this router's clock is ahead, in milliseconds. */
  get clockOffsetMs(): number {
    return this.state.clock.offsetMs;
  }

  set clockOffsetMs(milliseconds: number) {
    this.state.clock.offsetMs = milliseconds;
  }

  /** What a restored backup may do: the static items of a menu change their ids among each other. */
  reassignIds(path: string): void {
    const table = this.table(path);
    const rows = [...table.list()].filter((row) => !row.transient && !row.builtIn);
    const kept = rows.map(({ id, values }) => ({ id, values: Object.fromEntries(values) }));
    for (const row of rows) table.delete(row);
    kept.forEach(({ values }, i) => table.insert(values, { id: kept[(i + 1) % kept.length]?.id ?? '' }));
  }

  get powered(): boolean {
    return this.on;
  }

  /** API connections that are open. */
  get connections(): number {
    return this.services.connections;
  }

  /** Every sentence that clients have sent, oldest first. */
  get commands(): readonly ReceivedCommand[] {
    return this.commandLog.all();
  }

  /** The commands among {@link commands} that change something. */
  writes(): readonly ReceivedCommand[] {
    return this.commandLog.writes();
  }

  /** The first start: opens the port. @throws Error when the port is taken */
  async start(): Promise<void> {
    await this.powerOn();
    this.flash?.follow();
    this.services.follow();
    if (this.portalOption !== null) await this.openPortal(this.portalOption);
  }

  /** A menu, for reading and for changes that no client makes. @throws Error for a menu that is not there */
  table(path: string): Table {
    return this.state.table(path);
  }

  /** All menus of this RouterOS line. */
  menus(): string[] {
    return [...this.state.menus()].map(({ schema }) => schema.path);
  }

  /** The items of a menu with `.id`, as a client with every right would read them; passwords of users included. */
  rows(path: string): Record<string, string>[] {
    return [...this.eachRow(path)];
  }

  /** The same one by one: the items that are there now, each as it is when it is asked for. */
  *eachRow(path: string): Generator<Record<string, string>> {
    for (const row of [...this.table(path).list()]) yield this.valuesOf(path, row);
  }

  /** The first items, or the newest, of which some value holds a text; `fitting` counts all of them. */
  search(
    path: string,
    wanted: string,
    { limit, newestFirst }: { readonly limit: number; readonly newestFirst: boolean },
  ): { readonly fitting: number; readonly rows: Record<string, string>[] } {
    const text = wanted.toLowerCase();
    const holds = (row: Row): boolean =>
      text === '' || Object.values(this.valuesOf(path, row)).some((value) => value.toLowerCase().includes(text));
    const fitting = [...this.table(path).list()].filter(holds);
    const shown = newestFirst ? fitting.slice(-limit).reverse() : fitting.slice(0, limit);
    return { fitting: fitting.length, rows: shown.map((row) => this.valuesOf(path, row)) };
  }

  /** One item by `.id` or name. */
  row(path: string, idOrName: string): Record<string, string> | undefined {
    const row = this.table(path).find(idOrName);
    return row === undefined ? undefined : this.valuesOf(path, row);
  }

  /** An operator at the router's console: `['/ppp/secret/set', '=.id=budi', '=profile=10M']`, checked as always. */
  run(...words: readonly string[]): ConsoleResult {
    return runAtConsole(this.state, words);
  }

  /** Is this subscriber's session up? */
  online(name: string): boolean {
    return this.ppp.session(name) !== undefined;
  }

  /** A session that is up, with the terms that it was given. */
  session(name: string): PppSession | undefined {
    return this.ppp.session(name);
  }

  sessions(): PppSession[] {
    return this.ppp.all();
  }

  modems(): Modem[] {
    return this.fleet.all();
  }

  /** One dial-in now, with the modem's own password unless another is given. */
  dial(name: string, { password }: { password?: string } = {}): { online: boolean; reason: string | null } {
    const result = this.fleet.dial(name, password);
    return { online: result.online, reason: result.online ? null : result.reason };
  }

  /** The subscriber's side hangs up; a modem that is plugged in dials again soon. */
  hangUp(name: string): boolean {
    return this.ppp.hangUp(name, 'peer-request');
  }

  /** The owner plugs the modem in or out. */
  plug(name: string, plugged: boolean): boolean {
    const modem = this.fleet.get(name);
    modem?.plug(plugged);
    return modem !== undefined;
  }

  /** Waits until something holds. @throws Error after the time is over */
  async until(holds: () => boolean, timeoutMs = 5_000): Promise<void> {
    const end = performance.now() + timeoutMs;
    while (!holds()) {
      if (performance.now() > end) throw new Error(`${this.name}: not so within ${timeoutMs} ms: ${holds.toString()}`);
      await sleep(5);
    }
  }

  /** Pulls the plug: connections break, the port is closed, sessions and every dynamic item are gone. */
  async powerOff(): Promise<void> {
    if (!this.on) return;
    this.on = false;
    await this.services.powerOff();
    await this.behaviours.portal.close();
    this.behaviours.lose(false);
    this.forgetVolatile();
  }

  async powerOn(): Promise<void> {
    if (this.on || this.closed) return;
    this.state.clock.boot();
    this.state.log('system,info', `router booted, RouterOS ${this.state.profile.fullVersion}`);
    this.on = true;
    await this.services.powerOn();
    if (this.portalPort !== 0) await this.openPortal(this.portalPort);
    this.fleet.redial();
    this.behaviours.resume();
  }

  /** A reboot in order: as a power cut, but the ends of the sessions are noted, and it comes back by itself. */
  async reboot(downMs = 300): Promise<void> {
    if (!this.on) return;
    this.behaviours.lose(true);
    await sleep(10); // why: the answer to /system/reboot leaves first
    await this.powerOff();
    await sleep(downMs);
    await this.powerOn();
  }

  /** Ends the router for good; what it keeps is saved. */
  async close(): Promise<void> {
    this.closed = true;
    await this.powerOff();
    this.fleet.stop();
    this.behaviours.stop();
    this.flash?.close();
  }

  private servicesOf({ host, port, login, servicePorts }: RouterOptions): Services {
    const { state, faults, commandLog: commands } = this;
    const context = { router: state, faults, login: login ?? state.profile.login, commands };
    return new Services(context, { host: host ?? LOOPBACK, ports: { ...servicePorts, api: port ?? 0 } });
  }

  private forgetVolatile(): void {
    for (const table of this.state.menus()) {
      for (const row of [...table.list()]) if (table.schema.volatile === true || row.transient) table.delete(row);
      if (COUNTED.test(table.schema.path)) for (const row of table.list()) resetCounters(table, row);
      table.restartIds();
    }
  }

  private valuesOf(path: string, row: Row): Record<string, string> {
    const { schema } = this.table(path);
    const names = schema.form === 'list' ? ['.id', ...Object.keys(schema.properties)] : Object.keys(schema.properties);
    return Object.fromEntries(
      names.flatMap((name) => {
        const value = row.get(name);
        return value === undefined ? [] : [[name, value] as const];
      }),
    );
  }
}

function emptyRouter({ version, name, zone, clockOffsetMs, availableFrom }: RouterOptions): RouterState {
  const profile = versionProfile(version);
  const clock = new RouterClock(profile, zone ?? DEFAULT_ZONE);
  clock.offsetMs = clockOffsetMs ?? 0;
  const state = new RouterState(name ?? `router-${version}`, profile, clock);
  for (const schema of menusOf(profile, { availableFrom })) state.addMenu(schema);
  return state;
}

/** Starts one router. */
export async function startRouter(options: RouterOptions): Promise<SimulatedRouter> {
  const router = new SimulatedRouter(options);
  await router.start();
  return router;
}
