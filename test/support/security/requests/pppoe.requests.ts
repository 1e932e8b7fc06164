import { listOf, at, edit, gone, type OperationRequest } from './operation-request';

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
  getPppoeSession: at('account'),
  kickPppoeAccount: at('account'),
};
