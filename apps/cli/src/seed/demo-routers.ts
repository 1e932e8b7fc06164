import { type INestApplicationContext } from '@nestjs/common';
import { type Site } from '@app/iam';
import { RoutersService } from '@app/mikrotik';
import { loadConfig } from '@app/platform';
import { DemoConfig } from './demo.config';
import { type DemoRouter } from './demo-subscribers';

/** A router as the simulator's own list describes it. */
interface SimulatedRouter {
  name: string;
  port: number;
  users?: { name: string; password: string }[];
}

/** What the simulator lets in where nobody says otherwise; these routers exist on this machine only. */
const SIMULATOR_USER = { name: 'admin', password: 'secret' };

/**
 * Registers the simulated routers, in turn at one site and the other.
 *
 * @throws Error when there is none
 */
export async function seedRouters(services: INestApplicationContext, sites: readonly Site[]): Promise<DemoRouter[]> {
  const list = JSON.parse(loadConfig(DemoConfig).routers) as SimulatedRouter[];
  if (list.length === 0) throw new Error('SIMULATOR_ROUTERS names no router');
  const routers = services.get(RoutersService);
  const made: DemoRouter[] = [];
  for (const [index, { name, port, users }] of list.entries()) {
    const siteId = sites[index % sites.length]?.id ?? '';
    const { name: username, password } = users?.[0] ?? SIMULATOR_USER;
    const { id } = await routers.create({ siteId, name, host: '127.0.0.1', port, username, password });
    made.push({ id, siteId });
  }
  return made;
}
