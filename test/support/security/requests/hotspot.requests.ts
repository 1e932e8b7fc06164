import { at, edit, gone, listOf, type OperationRequest } from './operation-request';

const ofRouter: OperationRequest = { query: ({ router }) => ({ routerId: router }) };

export const hotspot: Record<string, OperationRequest> = {
  listHotspotAccounts: listOf('hotspotAccount'),
  getHotspotAccount: at('hotspotAccount'),
  createHotspotAccount: { body: ({ hotspotPending }) => ({ subscriptionId: hotspotPending }), consumes: true },
  updateHotspotAccount: edit('hotspotAccount', { macAddress: null }),
  deleteHotspotAccount: gone('hotspotAccount'),
  resetHotspotPassword: at('hotspotAccount'),
  listHotspotBindings: listOf('hotspotBinding'),
  getHotspotBinding: at('hotspotBinding'),
  createHotspotBinding: {
    body: ({ idleRouter }) => ({ routerId: idleRouter, macAddress: '02:AA:BB:CC:DD:01', type: 'BLOCKED' }),
    consumes: true,
  },
  updateHotspotBinding: edit('hotspotBinding', { type: 'BLOCKED' }),
  deleteHotspotBinding: gone('hotspotBinding'),
  listHotspotSessions: ofRouter,
  listHotspotHosts: ofRouter,
  listHotspotCookies: ofRouter,
  listHotspotRouterBindings: ofRouter,
  kickHotspotUser: { body: ({ router }) => ({ routerId: router, username: 'siti' }) },
  getHotspotLoginPages: { params: { siteId: 'site' } },
  saveHotspotLoginPages: {
    params: { siteId: 'site' },
    body: () => ({ version: 0, brand: 'Mawar Net' }),
    consumes: true,
  },
  downloadHotspotLoginPages: { params: { siteId: 'site' } },
  getHotspotLoginPage: { params: { siteId: 'site', page: '=login.html' } },
  previewHotspotLoginPage: { params: { siteId: 'site', page: '=login.html' } },
};
