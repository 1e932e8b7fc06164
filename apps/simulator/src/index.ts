export type { Cpes, Subscriber } from './behaviour/modem-fleet';
export type { FaultName, FaultSettings } from './faults/fault-board';
export type { RouterOptions, RouterUser } from './router/router-options';
export { SimulatedRouter, startRouter } from './router/simulated-router';
export { simulatedCaPem } from './server/certificates';
export type { ReceivedCommand } from './server/command-log';
export type { ServiceName } from './server/services';
export { Simulator, type SimulatorOptions, startSimulator } from './simulator';
export { VERSIONS, type Version } from './versions/version-profile';
