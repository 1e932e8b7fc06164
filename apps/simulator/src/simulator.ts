import { join } from 'node:path';
import { ControlServer } from './control/control-server';
import { type PaymentSimulator, startPaymentSimulator } from './payments/payment-simulator';
import { InvalidRouter, parseRouterOptions } from './router/parse-router-options';
import { type RouterOptions } from './router/router-options';
import { type SimulatedRouter, startRouter } from './router/simulated-router';

export interface SimulatorOptions {
  /** The routers that are there from the start; each needs a name of its own. */
  readonly routers: readonly RouterOptions[];
  /** Port of the control page and API; 0 takes a free one, absent opens none. */
  readonly controlPort?: number;
  /** Port of the payment gateways; 0 takes a free one, absent has none. */
  readonly paymentsPort?: number;
  /** 127.0.0.1 by default: whoever reaches the control API steers the routers. */
  readonly host?: string;
  /** Folder where each router keeps its configuration over restarts; absent = nothing is kept. */
  readonly stateDir?: string;
}

/** Several simulated routers in one process, with their control server and the payment gateways. */
export class Simulator {
  private readonly byName = new Map<string, SimulatedRouter>();
  private control: ControlServer | null = null;
  /** Null when none were asked for. */
  payments: PaymentSimulator | null = null;

  constructor(private readonly options: SimulatorOptions) {}

  /** @throws Error when a port is taken; nothing is left open then */
  async start(): Promise<void> {
    try {
      for (const router of this.options.routers) await this.addRouter(router);
      await this.startPayments();
      if (this.options.controlPort === undefined) return;
      this.control = new ControlServer(this);
      await this.control.open(this.options.controlPort, this.options.host ?? '127.0.0.1');
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  /** Port of the control server. @throws Error when there is none */
  get controlPort(): number {
    if (this.control === null) throw new Error('This simulator has no control server.');
    return this.control.port;
  }

  get routers(): SimulatedRouter[] {
    return [...this.byName.values()];
  }

  router(name: string): SimulatedRouter | undefined {
    return this.byName.get(name);
  }

  /** Starts one more router. @throws InvalidRouter for a bad description or a name that is taken */
  async addRouter(given: unknown): Promise<SimulatedRouter> {
    const options = parseRouterOptions(given);
    if (this.byName.has(options.name)) throw new InvalidRouter(`There is a router ${options.name} already.`);
    const { stateDir, host } = this.options;
    const stateFile = stateDir === undefined ? {} : { stateFile: join(stateDir, `${options.name}.json`) };
    const router = await startRouter({ ...(host === undefined ? {} : { host }), ...stateFile, ...options });
    this.byName.set(router.name, router);
    return router;
  }

  /** Ends a router and forgets it. */
  async removeRouter(name: string): Promise<boolean> {
    const router = this.byName.get(name);
    this.byName.delete(name);
    await router?.close();
    return router !== undefined;
  }

  private async startPayments(): Promise<void> {
    const { paymentsPort: port, host, stateDir } = this.options;
    if (port === undefined) return;
    const stateFile = stateDir === undefined ? {} : { stateFile: join(stateDir, 'payments', 'orders.json') };
    this.payments = await startPaymentSimulator({ port, ...(host === undefined ? {} : { host }), ...stateFile });
  }

  async close(): Promise<void> {
    await this.control?.close();
    await this.payments?.close();
    this.payments = null;
    await Promise.all(this.routers.map((router) => router.close()));
    this.byName.clear();
  }
}

/** Starts several routers and, if asked, their control server. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const simulator = new Simulator(options);
  await simulator.start();
  return simulator;
}
