export * from './admission';
export * from './command-watch';
export { type Outcome } from './dispatcher';
export { HEARTBEAT, type LaneName } from './lane';
export * from './pool-state';
export * from './router-endpoints';
export * from './router-pool';
