import { type INestApplicationContext } from '@nestjs/common';
import { SitesService } from '@app/iam';
import { DemoClock } from './demo-clock';
import { seedGateways } from './demo-gateways';
import { DemoHistory } from './demo-history';
import { DEMO_HISTORY_DAYS, DEMO_SITES, DEMO_SUBSCRIBERS } from './demo-plan';
import { seedRouters } from './demo-routers';
import { seedShops } from './demo-shop';
import { seedPlans, seedSubscribers } from './demo-subscribers';

/**
 * Writes the demo internet provider: two sites, three simulated routers, a voucher shop at each site, 200 subscribers and the last three months of
 * their lives. Idempotent: a second call changes nothing.
 *
 * @returns one line that says what is there now
 * @throws Error when an earlier call was interrupted: half a demo is not mended
 */
export async function seedDemo(services: INestApplicationContext): Promise<string> {
  const sites = services.get(SitesService);
  const clock = new DemoClock(services);
  if ((await sites.all()).length > 0) {
    if (await clock.isPresent()) return 'the demo is there already';
    throw new Error('the demo was interrupted while it was being made: start again with `npm start -- --reset`');
  }
  await clock.standBefore(DEMO_HISTORY_DAYS);
  for (const site of DEMO_SITES) await sites.create(site);
  const gateways = await seedGateways(services);
  const routers = await seedRouters(services, await sites.all());
  await seedShops(services, await sites.all());
  const subscribers = await seedSubscribers(services, await seedPlans(services), routers);
  await new DemoHistory(services, clock, subscribers).live();
  await clock.standBefore(0);
  return `${DEMO_SITES.length} sites, ${routers.length} routers, ${DEMO_SUBSCRIBERS} subscribers, ${gateways} gateway accounts, three months of invoices`;
}
