import { VERSION, listOf, at, gone, type OperationRequest } from './operation-request';

const ROUTER = { host: '10.10.0.1', username: 'api', password: 'x' };

export const mikrotik: Record<string, OperationRequest> = {
  listRouters: listOf('router'),
  getRouter: at('router'),
  createRouter: { body: ({ site }, unique) => ({ siteId: site, name: unique, ...ROUTER }) },
  updateRouter: at('router', { body: (_, unique) => ({ ...VERSION, name: unique }) }),
  deleteRouter: gone('idleRouter'),
  testRouter: at('router'),
  getRouterStatus: at('router'),
  getRouterSyncPlan: at('router'),
  syncRouter: at('router'),
  retryRouter: at('router'),
};
