import { listOf, at, plain, edit, gone, type OperationRequest } from './operation-request';

const WINDOW = { from: '2026-01-01', to: '2026-01-31' };

export const pppoe: Record<string, OperationRequest> = {
  listPppProfiles: { query: ({ router }) => ({ routerId: router }) },
  listPppoeAccounts: listOf('account'),
  getPppoeAccount: at('account'),
  createPppoeAccount: {
    body: ({ pending, idleRouter }) => ({ subscriptionId: pending, routerId: idleRouter }),
    consumes: true,
  },
  updatePppoeAccount: edit('account', { remoteAddress: null }),
  deletePppoeAccount: gone('account'),
  resetPppoePassword: at('account'),
  createPppoeAccountBatch: {
    body: ({ pending, idleRouter }) => ({ subscriptionIds: [pending], routerId: idleRouter }),
    consumes: true,
  },
  listPppProfileSettings: { params: { planId: 'plan' } },
  savePppProfileSettings: {
    params: { planId: 'plan' },
    body: ({ router }) => ({ version: 0, routerId: router, terms: { onlyOne: true } }),
    consumes: true,
  },
  getPppoeNumbering: { params: { siteId: 'site' } },
  savePppoeNumbering: {
    params: { siteId: 'site' },
    body: () => ({ version: 0, usernamePattern: '{code}-{n}', passwordLength: 10, passwordStyle: 'MIXED' }),
    consumes: true,
  },
  listPppoeSessions: listOf('liveSession'),
  listEndedPppoeSessions: listOf('endedSession'),
  listPppoeDrops: plain,
  getPppoeUsage: { query: () => WINDOW },
  listTopPppoeUsage: { query: () => WINDOW },
  listIpPools: listOf('ipPool'),
  getIpPool: at('ipPool'),
  createIpPool: {
    body: ({ site }, unique) => ({
      ...{ siteId: site, name: unique, kind: 'FIXED', firstAddress: '10.8.0.1', lastAddress: '10.8.0.9' },
    }),
  },
  updateIpPool: edit('ipPool', { status: 'RETIRED' }),
  deleteIpPool: gone('ipPool'),
  listIpAssignments: listOf('ipAssignment'),
  getIsolirPage: { params: { siteId: 'site' } },
  saveIsolirPage: {
    params: { siteId: 'site' },
    body: () => ({ version: 0, textId: 'Halo', textEn: 'Hello', contact: '' }),
    consumes: true,
  },
  getPppoeSession: at('account'),
  kickPppoeAccount: at('account'),
  showIsolirPage: plain,
  findIsolirBill: { body: () => ({ code: 'X', digits: '0000' }) },
  answerCaptiveCheck: plain,
};
