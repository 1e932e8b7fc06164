import { writeFile } from '../behaviour/files/files.commands';
import { type ReachQuery } from '../behaviour/firewall/firewall';
import { type Packet } from '../behaviour/firewall/packet';
import { type SimulatedRouter } from '../router/simulated-router';
import { flag, optionalText, optionalWhole, text } from './body';
import { ControlError, type ControlRequest, type HttpRouter } from './http-router';

type Find = (request: ControlRequest) => SimulatedRouter;

/** Hotspot clients, DHCP clients, and what a subscriber can reach. `find` names the router of a request. */
export function addAccessRoutes(routes: HttpRouter, find: Find): void {
  addHotspotRoutes(routes, find);
  addUsageRoutes(routes, find);
  addDhcpRoutes(routes, find);
  routes.on('POST /api/routers/:name/reach', (request) => find(request).reach(reachQuery(request)));
}

const PROTOCOLS: readonly Packet['protocol'][] = ['tcp', 'udp', 'icmp'];
const STATES: readonly Packet['state'][] = ['new', 'established', 'related', 'invalid', 'untracked'];

function reachQuery(request: ControlRequest): ReachQuery {
  const [to, host, port] = [optionalText(request, 'to'), optionalText(request, 'host'), optionalWhole(request, 'port')];
  return {
    from: text(request.body.from, 'from'),
    protocol: oneOf(request, 'protocol', PROTOCOLS),
    state: oneOf(request, 'state', STATES),
    ...(to === undefined ? {} : { to }),
    ...(host === undefined ? {} : { host }),
    ...(port === undefined ? {} : { port }),
  };
}

/** The first word where nothing is said. */
function oneOf<T extends string>(request: ControlRequest, name: string, words: readonly T[]): T {
  const given = optionalText(request, name) ?? words[0];
  const word = words.find((candidate) => candidate === given);
  if (word === undefined) throw new ControlError(400, `"${name}" must be one of ${words.join(', ')}.`);
  return word;
}

const client = ({ body }: ControlRequest): string => text(body.client, 'client');

function addHotspotRoutes(routes: HttpRouter, find: Find): void {
  routes
    .on('GET /api/routers/:name/hotspot', (request) => {
      const router = find(request);
      const hosts = router.hotspot.allHosts().map(({ device, address, session, bindingType }) => ({
        mac: device.mac,
        address,
        server: device.server,
        user: session?.name ?? null,
        binding: bindingType,
      }));
      return { portalPort: router.portalPort, hosts };
    })
    .on('POST /api/routers/:name/hotspot/join', (request) => {
      const [address, server] = [optionalText(request, 'address'), optionalText(request, 'server')];
      const device = {
        mac: text(request.body.mac, 'mac').toUpperCase(),
        ...(address === undefined ? {} : { address }),
        ...(server === undefined ? {} : { server }),
      };
      return refusing(() => ({ address: find(request).hotspot.join(device).address }));
    })
    .on('POST /api/routers/:name/hotspot/leave', (request) => ({ known: find(request).hotspot.leave(client(request)) }))
    .on('POST /api/routers/:name/hotspot/login', (request) => {
      const password = optionalText(request, 'password') ?? '';
      const result = find(request).hotspot.login(client(request), text(request.body.user, 'user'), password);
      return result.ok ? result : { ...result, reason: result.error };
    })
    .on('POST /api/routers/:name/hotspot/logout', (request) => ({
      wasIn: find(request).hotspot.logout(client(request), { forget: request.body.forget === true }),
    }))
    .on('POST /api/routers/:name/hotspot/portal', async (request) => ({
      port: await find(request).openPortal(optionalWhole(request, 'port') ?? 0),
    }))
    .on('PUT /api/routers/:name/hotspot/pages', (request) => {
      const router = find(request);
      for (const [name, contents] of Object.entries(request.body)) {
        writeFile(router.memory, `hotspot/${name}`, text(contents, name));
      }
      return { pages: Object.keys(request.body) };
    });
}

function addUsageRoutes(routes: HttpRouter, find: Find): void {
  routes
    .on('POST /api/routers/:name/hotspot/rest', (request) => ({
      known: find(request).hotspot.rest(client(request), flag(request, 'idle')),
    }))
    .on('POST /api/routers/:name/hotspot/consume', (request) => ({
      known: find(request).hotspot.consume(client(request), {
        uptimeMs: (optionalWhole(request, 'seconds') ?? 0) * 1_000,
        bytesIn: BigInt(optionalWhole(request, 'bytesIn') ?? 0),
        bytesOut: BigInt(optionalWhole(request, 'bytesOut') ?? 0),
      }),
    }));
}

function addDhcpRoutes(routes: HttpRouter, find: Find): void {
  const mac = ({ body }: ControlRequest): string => text(body.mac, 'mac');
  routes
    .on('GET /api/routers/:name/dhcp', (request) => ({
      leases: find(request)
        .dhcp.all()
        .map(({ terms, expiresInMs }) => ({ mac: terms.mac, address: terms.address, expiresInMs })),
    }))
    .on('POST /api/routers/:name/dhcp/request', (request) => {
      const [hostName, server] = [optionalText(request, 'hostName'), optionalText(request, 'server')];
      return find(request).dhcp.request({
        mac: mac(request),
        ...(hostName === undefined ? {} : { hostName }),
        ...(server === undefined ? {} : { server }),
      });
    })
    .on('POST /api/routers/:name/dhcp/leave', (request) => ({ known: find(request).dhcp.leave(mac(request)) }))
    .on('POST /api/routers/:name/dhcp/release', (request) => ({ released: find(request).dhcp.release(mac(request)) }));
}

function refusing<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof RangeError ? new ControlError(400, error.message) : error;
  }
}
