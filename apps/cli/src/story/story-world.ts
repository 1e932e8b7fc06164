import { type StoryApi, waitFor } from './story-api';
import { StoryRouter } from './story-router';

/** Where the story plays. */
export interface StorySystem {
  api: StoryApi;
  simulatorUrl: string;
  /** Makes the names of this performance unique. */
  tag: string;
  tell: (line: string) => void;
}

export interface StorySubscriber {
  name: string;
  customerId: string;
  subscriptionId: string;
  /** What he dials in as. */
  username: string;
}

export interface StoryWorld {
  siteId: string;
  routerId: string;
  router: StoryRouter;
  subscribers: StorySubscriber[];
}

export const STORY_SUBSCRIBERS = 20;

const ROUTER_USER = { name: 'langgan', password: 'a-story-needs-one' };

/** A site of its own with a router and 20 subscribers, whose first period begins today. */
export async function buildWorld({ api, simulatorUrl, tag, tell }: StorySystem): Promise<StoryWorld> {
  const site = await api.post<{ id: string }>('/sites', { code: tag, name: `Story ${tag}`, timeZone: 'Asia/Jakarta' });
  const router = await StoryRouter.unpack(simulatorUrl, `story-${tag.toLowerCase()}`, ROUTER_USER);
  const registered = await api.post<{ id: string }>('/routers', {
    siteId: site.id,
    name: router.name,
    host: '127.0.0.1',
    port: router.port,
    username: ROUTER_USER.name,
    password: ROUTER_USER.password,
  });
  const plan = await api.post<{ id: string }>('/plans', {
    siteId: site.id,
    code: `${tag}-10M`,
    name: 'Paket 10 Mbps',
    downloadKbps: 10_000,
    uploadKbps: 5_000,
    taxCode: 'PPN',
    price: { amount: '150000', currency: 'IDR' },
  });
  tell(`site ${tag}, router ${router.name} (RouterOS 7.20, port ${router.port}), plan Rp 150.000 + PPN`);
  const anchorDay = Number(
    new Intl.DateTimeFormat('en', { day: 'numeric', timeZone: 'Asia/Jakarta' }).format(await today(api)),
  );
  const subscribers: StorySubscriber[] = [];
  for (let n = 1; n <= STORY_SUBSCRIBERS; n++) {
    subscribers.push(
      await signUp(api, { n, tag, siteId: site.id, planId: plan.id, routerId: registered.id, anchorDay }),
    );
  }
  await waitFor('all subscribers are dialled in', 30_000, async () =>
    (await router.onlineCount()) === STORY_SUBSCRIBERS ? true : undefined,
  );
  tell(`${STORY_SUBSCRIBERS} subscribers signed up, their secrets are on the router, all are online`);
  return { siteId: site.id, routerId: registered.id, router, subscribers };
}

/** What the system takes for the present; the clock of the demo travels. */
async function today(api: StoryApi): Promise<Date> {
  const { now } = await api.get<{ now: string }>('/test/clock');
  return new Date(now);
}

interface SignUp {
  n: number;
  tag: string;
  siteId: string;
  planId: string;
  routerId: string;
  anchorDay: number;
}

async function signUp(
  api: StoryApi,
  { n, tag, siteId, planId, routerId, anchorDay }: SignUp,
): Promise<StorySubscriber> {
  const name = `Pelanggan ${tag} ${String(n).padStart(2, '0')}`;
  const customer = await api.post<{ id: string }>('/customers', {
    siteId,
    name,
    phone: `0812${String(30_000_000 + n)}`,
  });
  const subscription = await api.post<{ id: string }>('/subscriptions', { customerId: customer.id, planId, anchorDay });
  const account = await api.post<{ username: string }>('/pppoe/accounts', {
    subscriptionId: subscription.id,
    routerId,
  });
  await api.post(`/subscriptions/${subscription.id}/activate`);
  return { name, customerId: customer.id, subscriptionId: subscription.id, username: account.username };
}

/** Takes the router off the shelf; the product is told not to look for it. */
export async function clearAway(api: StoryApi, { routerId, router }: StoryWorld): Promise<void> {
  const { version } = await api.get<{ version: number }>(`/routers/${routerId}`);
  await api.patch(`/routers/${routerId}`, { version, mode: 'MAINTENANCE' });
  await router.remove();
}
