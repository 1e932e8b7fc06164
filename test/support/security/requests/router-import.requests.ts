import { at, type OperationRequest } from './operation-request';

const OF_IMPORT: OperationRequest = { params: { id: 'router', importId: 'routerImport' } };

const soon = (): string => new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);

export const routerImport: Record<string, OperationRequest> = {
  getRouterImportPreview: at('router'),
  importRouter: at('idleRouter', {
    body: ({ plan }) => ({ profiles: [{ profile: '10M', planId: plan }], anchorDay: 1, billFrom: soon() }),
    consumes: true,
  }),
  listRouterImports: at('router'),
  getRouterImport: OF_IMPORT,
  listRouterImportRows: OF_IMPORT,
  downloadFailedImportRows: OF_IMPORT,
  cancelRouterImport: OF_IMPORT,
  resumeRouterImport: { ...OF_IMPORT, consumes: true },
  getKeptProfiles: at('router'),
  releaseKeptProfiles: at('router', { body: () => ({ digest: 'a'.repeat(32) }) }),
};
