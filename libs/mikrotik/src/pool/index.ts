export * from './router-endpoints';
export * from './router-link';
export * from './router-pool';
