import { randomBytes, randomInt } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { isPortFree } from './ports.mjs';
import { writePrivate } from './secrets.mjs';

const ROUTERS = [
  { version: '6.49', zone: 'Asia/Jakarta' },
  { version: '7.16', zone: 'Asia/Makassar' },
  { version: '7.20', zone: 'Asia/Jakarta' },
];
const LOWEST_PORT = 20_000;
const HIGHEST_PORT = 30_000;

/**
 * Describes the simulated routers of a data folder, for the simulator and for the seed. They are chosen once and kept,
 * because the product keeps their addresses: the ports are free ones below the range that the system hands out.
 *
 * @returns {Promise<object[]>}
 */
export async function demoRouters(dir) {
  const file = path.join(dir, 'routers.json');
  if (!fs.existsSync(file)) writePrivate(file, await newRouters());
  const routers = JSON.parse(fs.readFileSync(file, 'utf8'));
  const taken = await firstTaken(routers.map(({ port }) => port));
  if (!taken) return routers;
  const way = 'End that program, or make a new demo: npm start -- --reset';
  throw new Error(`Port ${taken} of a simulated router is in use by another program. ${way}`);
}

async function newRouters() {
  const first = await freePorts(ROUTERS.length);
  return ROUTERS.map(({ version, zone }, i) => ({
    name: `router-${version}`,
    version,
    port: first + i,
    zone,
    users: [{ name: 'langgan', password: randomBytes(12).toString('base64url') }],
    cpes: { mode: 'any', offlineShare: 0.04 },
  }));
}

async function freePorts(count) {
  for (let tries = 0; tries < 100; tries++) {
    const first = randomInt(LOWEST_PORT, HIGHEST_PORT - count);
    if (!(await firstTaken(Array.from({ length: count }, (_, i) => first + i)))) return first;
  }
  throw new Error('there are no free ports for the simulated routers');
}

async function firstTaken(ports) {
  for (const port of ports) if (!(await isPortFree(port))) return port;
  return null;
}
