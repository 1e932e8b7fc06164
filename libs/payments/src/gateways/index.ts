export * from './callback';
export * from './checkout';
export * from './gateway-credentials';
export * from './gateway.errors';
export * from './gateways';
export * from './gateways.module';
export * from './payment-gateway';
export * from './settings-schema';
export { sourceOf } from './source-addresses';
