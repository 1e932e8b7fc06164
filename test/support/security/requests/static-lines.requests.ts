import { at, edit, gone, listOf, type OperationRequest } from './operation-request';

export const staticLines: Record<string, OperationRequest> = {
  listStaticLines: listOf('staticLine'),
  getStaticLine: at('staticLine'),
  createStaticLine: {
    body: ({ staticPending, idleRouter }) => ({
      ...{ subscriptionId: staticPending, routerId: idleRouter, address: '10.33.0.9' },
    }),
    consumes: true,
  },
  updateStaticLine: edit('staticLine', { dhcpServer: null }),
  deleteStaticLine: gone('staticLine'),
};
