import { VERSION, listOf, at, gone, type OperationRequest } from './operation-request';

const memberOf: OperationRequest = at('routerGroup', { body: ({ router }) => ({ routerId: router }) });

export const routerGroups: Record<string, OperationRequest> = {
  listRouterGroups: listOf('routerGroup'),
  getRouterGroup: at('routerGroup'),
  getRouterGroupStatus: at('routerGroup'),
  createRouterGroup: { body: ({ site }, unique) => ({ siteId: site, name: unique }) },
  updateRouterGroup: at('routerGroup', { body: (_, unique) => ({ ...VERSION, name: unique }) }),
  deleteRouterGroup: gone('routerGroup'),
  failOverRouter: memberOf,
  failBackRouter: memberOf,
};
