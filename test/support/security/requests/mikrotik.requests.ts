import { VERSION, listOf, at, gone, type OperationRequest } from './operation-request';

const ROUTER = { host: '10.10.0.1', username: 'api', password: 'x' };

export const mikrotik: Record<string, OperationRequest> = {
  listRouters: listOf('router'),
  getRouter: at('router'),
  createRouter: { body: ({ site }, unique) => ({ siteId: site, name: unique, ...ROUTER }) },
  updateRouter: at('router', { body: (_, unique) => ({ ...VERSION, name: unique }) }),
  deleteRouter: gone('idleRouter'),
  listRouterHealth: listOf('router'),
  getRouterHealth: at('router'),
  listRouterHealthChanges: at('router'),
  getRouterHealthHistory: at('router'),
  getRouterTraffic: at('router', { query: () => ({ interface: 'ether1' }) }),
  listRouterInterfaces: at('router'),
  changeRouterMonitoring: at('router', { body: () => ({ interfaces: ['ether1'] }) }),
  getRouterLog: at('router'),
  backUpRouter: at('router'),
  listRouterBackups: at('router'),
  getRouterBackup: { params: { id: 'router', backupId: 'backup' } },
  diffRouterBackup: { params: { id: 'router', backupId: 'backup' } },
  testRouter: at('router'),
  getRouterIsolir: at('router'),
  installRouterIsolir: at('router', { body: () => ({ portalAddress: '10.10.0.5' }) }),
  removeRouterIsolir: at('router'),
  getRouterConnections: at('router'),
  getRouterStatus: at('router'),
  getRouterSyncPlan: at('router'),
  syncRouter: at('router'),
  retryRouter: at('router'),
};
