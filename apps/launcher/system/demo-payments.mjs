import fs from 'node:fs';
import path from 'node:path';
import { isPortFree, portNear } from './ports.mjs';
import { writePrivate } from './secrets.mjs';

const WANTED_PORT = 3910;

/**
 * Where the simulated payment gateways of a data folder are, and what the product needs to reach them. The port is chosen
 * once and kept, because the accounts of the demo keep it.
 *
 * @returns {Promise<{ port: number, url: string, environment: Record<string, string> }>}
 */
export async function demoPayments(dir) {
  const file = path.join(dir, 'simulator', 'payments.json');
  if (!fs.existsSync(file)) {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    writePrivate(file, { port: await portNear(Number(process.env.SIMULATOR_PAYMENTS_PORT) || WANTED_PORT) });
  }
  const { port } = JSON.parse(fs.readFileSync(file, 'utf8'));
  if (!(await isPortFree(port))) {
    const way = 'End that program, or make a new demo: npm start -- --reset';
    throw new Error(`Port ${port} of the payment simulator is in use by another program. ${way}`);
  }
  const url = `http://127.0.0.1:${port}`;
  return { port, url, environment: { ...wayOut(port), ...addresses(port, url) } };
}

const addresses = (port, url) => ({ SIMULATOR_PAYMENTS_PORT: String(port), SIMULATOR_PAYMENTS_URL: url });

/** The gateways are on this machine and without TLS, which the product refuses unless it is told otherwise. */
function wayOut(port) {
  const { OUTBOUND_PORTS = '443,8443', OUTBOUND_ALLOWED_NETWORKS } = process.env;
  return {
    OUTBOUND_ALLOW_HTTP: 'true',
    OUTBOUND_PORTS: `${OUTBOUND_PORTS},${port}`,
    OUTBOUND_ALLOWED_NETWORKS: [OUTBOUND_ALLOWED_NETWORKS, '127.0.0.1/32'].filter(Boolean).join(','),
  };
}
