import { type Row } from '../engine/row';
import { Certificates } from './certificates';
import { RestServer } from './rest/rest-server';
import { type Admitted, ServicePort } from './service-port';
import { Session, type SessionContext } from './session';

/** The services that the simulator offers, by their names in /ip/service. */
export const SERVICE_NAMES = ['api', 'api-ssl', 'www', 'www-ssl'] as const;
export type ServiceName = (typeof SERVICE_NAMES)[number];

const isService = (name: string | undefined): name is ServiceName => SERVICE_NAMES.includes(name as ServiceName);

/** The ports of one router. The rows of /ip/service drive them: which are open, for whom, with which certificate. */
export class Services {
  private readonly ports: ReadonlyMap<ServiceName, ServicePort>;
  private readonly rest: RestServer;
  private sessions = 0;
  private powered = false;
  private settled: Promise<void> = Promise.resolve();

  constructor(
    private readonly context: Omit<SessionContext, 'service'>,
    { host, ports }: { host: string; ports: Readonly<Partial<Record<ServiceName, number>>> },
  ) {
    const certificates = new Certificates(context.router.name);
    this.rest = new RestServer(context);
    const { router, faults } = context;
    const nextId = (): number => ++this.sessions;
    this.ports = new Map(
      SERVICE_NAMES.map((service) => {
        const tls = service.endsWith('-ssl');
        const admit = (admitted: Admitted): void => {
          this.admit(service, admitted);
        };
        const port = { router, faults, certificates, service, tls, host, nextId, admit };
        return [service, new ServicePort(port, ports[service] ?? 0)] as const;
      }),
    );
  }

  /** 0 until the service was open for the first time. */
  port(service: ServiceName): number {
    return this.ports.get(service)?.port ?? 0;
  }

  /** Open connections of all services. */
  get connections(): number {
    return [...this.ports.values()].reduce((sum, port) => sum + port.connections, 0);
  }

  /** Opens the services that are enabled and writes their ports into /ip/service. @throws Error when a port is taken */
  async powerOn(): Promise<void> {
    this.powered = true;
    for (const [service, port] of this.ports) if (this.enabled(service)) await this.open(service, port);
  }

  /** Closes the ports and breaks every connection. */
  async powerOff(): Promise<void> {
    this.powered = false;
    const closed = [...this.ports.values()].map((port) => port.close());
    for (const port of this.ports.values()) port.drop();
    await Promise.all(closed);
  }

  /** From now on what is set in /ip/service happens. */
  follow(): void {
    this.context.router.table('/ip/service').watch(({ row }) => {
      // why: one change after the other, or two of them would open and close the same port at once
      this.settled = this.settled.then(() => this.apply(row));
    });
  }

  /** Waits until the last change of /ip/service has happened. */
  async idle(): Promise<void> {
    await this.settled;
  }

  private enabled(service: ServiceName): boolean {
    return this.context.router.table('/ip/service').named(service)?.disabled === false;
  }

  private async apply(row: Row): Promise<void> {
    const service = row.get('name');
    if (!this.powered || !isService(service)) return;
    const port = this.ports.get(service);
    if (port === undefined) return;
    const wanted = Number(row.get('port'));
    try {
      if (port.listening && wanted !== port.port) await port.move(wanted);
      if (this.enabled(service)) await this.open(service, port);
      else await port.close();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.context.router.log('system,error', `service ${service}: ${reason}`);
    }
  }

  private async open(service: ServiceName, port: ServicePort): Promise<void> {
    if (port.listening) return;
    await port.open();
    const table = this.context.router.table('/ip/service');
    const row = table.named(service);
    if (row !== undefined && row.get('port') !== String(port.port)) table.update(row, { port: String(port.port) });
  }

  private admit(service: ServiceName, admitted: Admitted): void {
    if (service === 'api' || service === 'api-ssl') new Session(admitted, { ...this.context, service });
    else this.rest.take(admitted);
  }
}
