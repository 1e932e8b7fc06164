export * from './error-codes';
export { anotherCertificate, isCertificate } from './peer-check';
export * from './protocol.transports';
export * from './reach';
export * from './rest/rest.transports';
export * from './router-os-error';
export * from './router-os-transport';
export * from './routeros-client.transports';
export * from './sentence';
