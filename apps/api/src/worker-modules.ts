export { WORKER_MODULES } from '../../worker/src/worker-modules';
