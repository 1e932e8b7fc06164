import fs from 'node:fs';
import path from 'node:path';
import { mainOf } from '../paths.mjs';
import { callCli } from './cli.mjs';
import { EmbeddedDatabase } from './database.mjs';
import { DemoMark } from './demo-mark.mjs';
import { demoPayments } from './demo-payments.mjs';
import { demoRouters } from './demo-routers.mjs';
import { untilReady } from './health.mjs';
import { ManagedProcess } from './managed-process.mjs';
import { anyFreePort, portNear } from './ports.mjs';
import { identityOf } from './processes.mjs';
import { removeRunFile, writeRunFile } from './run-file.mjs';
import { secretsOf } from './secrets.mjs';

/** The system was told to stop while it was starting. */
export class Interrupted extends Error {}

/**
 * PostgreSQL (unless DATABASE_URL is set), simulator (in the demo), API and worker of one data folder, started in the
 * right order and stopped in the opposite one.
 */
export class System {
  processes = [];
  closing = false;
  abort = new AbortController();
  startedAt = new Date().toISOString();

  /**
   * @param {object} options
   * @param {string} options.dir data folder
   * @param {number} options.port wanted port of the API; a free one is taken when it is not
   * @param {boolean} options.demo demo data, simulator, travelling clock
   * @param {number} [options.databasePort] wanted port of the embedded PostgreSQL
   * @param {boolean} [options.verbose] the processes write to our terminal
   * @param {Function} options.log
   * @param {(reason: string) => void} options.onGiveUp some part crashed too often
   */
  constructor(options) {
    Object.assign(this, options);
    this.logs = path.join(this.dir, 'logs');
    this.mark = new DemoMark(this.dir);
    this.external = Boolean(process.env.DATABASE_URL);
  }

  /** @returns {Promise<object>} the description of the running system, as in run.json */
  async start() {
    fs.mkdirSync(this.dir, { recursive: true });
    const databaseUrl = await this.step(() => this.startDatabase());
    this.environment = this.sharedEnvironment(databaseUrl);
    await this.step(() => this.choosePorts());
    await this.step(() => Promise.all([this.cli('migrate', 'up'), this.demo && this.startSimulator()]));
    if (this.demo) await this.step(() => this.seedOnce());
    [, this.owner] = await this.step(() => Promise.all([this.startRoles(), this.ownerLink()]));
    this.running = true;
    return this.note();
  }

  /** The application first, PostgreSQL last; what is being started is let finish. Safe to call more than once. */
  stop() {
    this.closing = true;
    this.abort.abort();
    return (this.stopped ??= this.stopAll());
  }

  async stopAll() {
    await this.current?.catch(() => {}); // whoever started it hears of its failure
    removeRunFile(this.dir);
    const of = (names) => this.processes.filter((one) => names.includes(one.name));
    await Promise.all(of(['api', 'worker']).map((one) => one.stop()));
    await Promise.all(of(['simulator']).map((one) => one.stop()));
    await this.database?.stop();
  }

  /** One part of the start; nothing new begins once the system is to stop. */
  async step(work) {
    if (this.closing) throw new Interrupted();
    this.current = work();
    const outcome = await this.current.then(
      (value) => ({ value }),
      (error) => ({ error }),
    );
    if (this.closing) throw new Interrupted();
    if (outcome.error) throw outcome.error;
    return outcome.value;
  }

  async startDatabase() {
    if (this.external) return process.env.DATABASE_URL;
    const { dir, log, onGiveUp } = this;
    const onStart = () => this.note();
    this.database = new EmbeddedDatabase({ dir, port: this.databasePort, log, onGiveUp, onStart });
    await this.database.start();
    return this.database.url;
  }

  sharedEnvironment(databaseUrl) {
    const environment = process.env.NODE_ENV || 'development';
    const own = ['production', 'staging'].includes(environment) ? {} : secretsOf(this.dir);
    const demo = this.demo ? { DEMO: 'true', TEST_CLOCK: 'true' } : {};
    return { ...own, ...demo, NODE_ENV: environment, DATABASE_URL: databaseUrl };
  }

  async startSimulator() {
    const port = await portNear(Number(process.env.SIMULATOR_PORT) || 3900);
    const routers = await demoRouters(this.dir);
    const payments = await demoPayments(this.dir);
    this.simulator = { url: `http://127.0.0.1:${port}`, port, payments };
    Object.assign(this.environment, {
      SIMULATOR_PORT: String(port),
      SIMULATOR_URL: this.simulator.url,
      SIMULATOR_ROUTERS: JSON.stringify(routers),
      SIMULATOR_STATE_DIR: path.join(this.dir, 'simulator'),
      ...payments.environment,
    });
    await this.ready(this.spawn('simulator', {}), `${this.simulator.url}/health`);
  }

  async seedOnce() {
    if (this.mark.read().seeded) return;
    this.log('seeding the demo …');
    this.log(await this.cli('seed', 'demo'));
    this.mark.add({ demo: true, seeded: true });
  }

  async choosePorts() {
    const api = await portNear(this.port);
    if (api !== this.port) this.log(`port ${this.port} is taken, the API uses ${api}`);
    this.ports = { api, worker: await anyFreePort() };
    this.urls = { api: `http://localhost:${api}`, worker: `http://127.0.0.1:${this.ports.worker}` };
    const publicUrl = process.env.PUBLIC_URL || this.urls.api;
    Object.assign(this.environment, { PUBLIC_URL: publicUrl, API_URL: this.urls.api, WORKER_URL: this.urls.worker });
  }

  async startRoles() {
    const { api, worker } = this.ports;
    await Promise.all([
      this.ready(
        this.spawn('api', { PORT: String(api), PROCESS_ROLES: 'api' }),
        `http://127.0.0.1:${api}/health/ready`,
      ),
      this.ready(
        this.spawn('worker', { PORT: String(worker), WORKER_PORT: String(worker), PROCESS_ROLES: 'worker' }),
        `${this.urls.worker}/health/ready`,
      ),
    ]);
  }

  /** A one-time sign-in for the owner, as long as there is none. The system is of use without it, too. */
  async ownerLink() {
    try {
      return JSON.parse(await this.cli('create-owner', '--if-missing', '--json')).url ?? null;
    } catch (e) {
      if (!this.closing) this.log(e.message);
      return null;
    }
  }

  spawn(name, env) {
    const { logs, verbose, log, onGiveUp } = this;
    const onStart = () => this.note();
    const all = { ...process.env, ...this.environment, ...env, EXIT_WITH_PARENT: '1' };
    const one = new ManagedProcess({ name, main: mainOf(name), env: all, logs, verbose, log, onGiveUp, onStart });
    this.processes.push(one);
    one.start();
    return one;
  }

  ready(one, url) {
    const problem = () => {
      if (this.closing) return 'stopping';
      return one.restarts > 1 ? `${one.name} does not start` : null;
    };
    return untilReady(url, { problem });
  }

  cli(...args) {
    return callCli(args, { ...process.env, ...this.environment }, this.abort.signal);
  }

  /** Keeps run.json true: processes that crashed have new numbers. */
  note() {
    if (!this.running || this.closing) return null;
    const description = this.describe();
    writeRunFile(this.dir, description);
    return description;
  }

  describe() {
    const pids = Object.fromEntries(this.processes.map((one) => [one.name, one.pid]));
    const { simulator, database } = this;
    return {
      launcher: identityOf(),
      startedAt: this.startedAt,
      demo: this.demo,
      urls: { ...this.urls, ...(simulator && { simulator: simulator.url, payments: simulator.payments.url }) },
      ports: { ...this.ports, ...(simulator && { simulator: simulator.port, payments: simulator.payments.port }) },
      pids: { ...pids, launcher: process.pid, ...(database && { postgres: database.server.pid }) },
      environment: this.environment,
    };
  }
}
