import { at, edit, listOf, type OperationRequest, plain } from './operation-request';

const ACCOUNT = { gateway: 'manual', name: 'Counter', environment: 'SANDBOX', settings: {}, secrets: {} };

export const gateways: Record<string, OperationRequest> = {
  listGateways: listOf('gatewayAccount'),
  listGatewayForms: plain,
  getGateway: at('gatewayAccount'),
  createGateway: {
    body: ({ site }, unique) => ({ ...ACCOUNT, siteId: site, code: `G-${unique.slice(-8)}`.toUpperCase() }),
  },
  updateGateway: edit('gatewayAccount', { name: 'x' }),
  rotateGatewaySecrets: edit('gatewayAccount', { secrets: {} }),
  testGateway: at('gatewayAccount'),
  listGatewayChannels: at('gatewayAccount'),
  refreshGatewayChannels: at('gatewayAccount'),
  updateGatewayChannel: { params: { id: 'gatewayAccount', channel: '=CASH' }, body: () => ({ enabled: true }) },
  listPaymentAttempts: listOf('attempt'),
  getPaymentAttempt: at('attempt'),
  refreshPaymentAttempt: at('attempt'),
  receiveGatewayCallback: { params: { gateway: '=manual', accountId: 'gatewayAccount' } },
};
