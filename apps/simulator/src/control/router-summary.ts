import { SERVICE_NAMES } from '../server/services';
import { type SimulatedRouter } from '../router/simulated-router';

/** What the control API and the page say of a router at a glance. */
export interface RouterSummary {
  readonly name: string;
  readonly version: string;
  readonly port: number;
  /** Ports of the services that have been open. */
  readonly ports: Readonly<Record<string, number>>;
  readonly powered: boolean;
  readonly uptime: string;
  readonly clock: string;
  /** Open API connections. */
  readonly connections: number;
  readonly secrets: number;
  readonly online: number;
  readonly faults: Readonly<Record<string, unknown>>;
}

export function summaryOf(router: SimulatedRouter): RouterSummary {
  const resource = router.rows('/system/resource')[0] ?? {};
  const clock = router.rows('/system/clock')[0] ?? {};
  return {
    name: router.name,
    version: resource.version ?? '',
    port: router.port,
    ports: Object.fromEntries(SERVICE_NAMES.map((service) => [service, router.portOf(service)])),
    powered: router.powered,
    uptime: router.powered ? (resource.uptime ?? '') : 'off',
    clock: `${clock.date ?? ''} ${clock.time ?? ''} ${clock['time-zone-name'] ?? ''}`,
    connections: router.connections,
    secrets: router.table('/ppp/secret').size,
    online: router.table('/ppp/active').size,
    faults: { ...router.faults.active },
  };
}
