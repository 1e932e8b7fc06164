import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type RouterOptions } from './router/router-options';
import { type SimulatorOptions } from './simulator';

/** One router of each line where nobody says otherwise. */
const DEFAULT_ROUTERS: readonly RouterOptions[] = [
  { name: 'router-6.49', version: '6.49', port: 8749 },
  { name: 'router-7.16', version: '7.16', port: 8716 },
  { name: 'router-7.20', version: '7.20', port: 8720 },
].map((router) => ({
  ...router,
  cpes: { mode: 'any', offlineShare: 0.04 },
  hotspot: { portalPort: 0 },
  dhcp: true,
  defaultFirewall: true,
})) as RouterOptions[];

const DEFAULT_PORT = 3900;
/** The payment gateways are so far above the control port where nobody says otherwise. */
const PAYMENTS_STEP = 10;

export const HELP = `RouterOS routers to try things on.

  --port <n>        control page and API (SIMULATOR_PORT, ${DEFAULT_PORT})
  --payments-port <n> payment gateways (SIMULATOR_PAYMENTS_PORT, ${DEFAULT_PORT + PAYMENTS_STEP})
  --host <address>  address of all ports (SIMULATOR_HOST, 127.0.0.1)
  --routers <list>  JSON list of routers, or a file with one (SIMULATOR_ROUTERS)
  --state <folder>  where routers keep their configuration (SIMULATOR_STATE_DIR, nothing is kept)
`;

/**
 * What the simulator is started with: arguments before environment before defaults; null when help is asked for.
 *
 * @throws Error for what cannot be understood
 */
export function readArguments(
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): SimulatorOptions | null {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      port: { type: 'string' },
      'payments-port': { type: 'string' },
      host: { type: 'string' },
      routers: { type: 'string' },
      state: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help === true) return null;
  const controlPort = portOf(values.port ?? environment.SIMULATOR_PORT ?? DEFAULT_PORT);
  const besides = controlPort === 0 ? 0 : controlPort + PAYMENTS_STEP;
  const paymentsPort = portOf(values['payments-port'] ?? environment.SIMULATOR_PAYMENTS_PORT ?? besides);
  const host = values.host ?? environment.SIMULATOR_HOST;
  const stateDir = values.state ?? environment.SIMULATOR_STATE_DIR;
  return {
    controlPort,
    paymentsPort,
    routers: readRouters(values.routers ?? environment.SIMULATOR_ROUTERS),
    ...(host === undefined ? {} : { host }),
    ...(stateDir === undefined ? {} : { stateDir }),
  };
}

function portOf(given: string | number): number {
  const port = Number(given);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new Error('The port of the simulator must be a number from 0 to 65535.');
}

function readRouters(given: string | undefined): readonly RouterOptions[] {
  if (given === undefined || given === '') return DEFAULT_ROUTERS;
  const source = !given.trimStart().startsWith('[') && existsSync(given) ? readFileSync(given, 'utf8') : given;
  const list: unknown = JSON.parse(source);
  if (!Array.isArray(list)) throw new Error('The routers of the simulator must be a JSON list.');
  return list as readonly RouterOptions[]; // each is checked when it is added
}
