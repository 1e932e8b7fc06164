export * from './error-codes';
export * from './router-os-error';
export * from './router-os-transport';
export * from './routeros-client.transports';
export * from './sentence';
