import { setTimeout as wait } from 'node:timers/promises';
import { type INestApplication, Logger } from '@nestjs/common';
import { ShutdownState } from '../health/shutdown-state';
import { HttpConfig } from '../http/http.config';

/** After the requests in flight were cut off, the rest of the application has this long to close. */
const LAST_MS = 2_500;

/**
 * Ends the process cleanly on SIGTERM and SIGINT: not ready at once, a pause for load balancers to notice, no new
 * connections, requests in flight end (or are cut off after `SHUTDOWN_TIMEOUT_MS`), every module closes, exit 0. Whoever
 * sends a second signal wants it at once.
 */
export function drainOnSignal(app: INestApplication): void {
  const logger = new Logger('Shutdown');
  let begun = false;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (begun) process.exit(1);
    begun = true;
    logger.log(`${signal}: draining`);
    void drain(app, logger).then((code) => process.exit(code));
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
}

async function drain(app: INestApplication, logger: Logger): Promise<number> {
  const { shutdownDelayMs, shutdownTimeoutMs } = app.get(HttpConfig);
  app.get(ShutdownState).begin();
  await wait(shutdownDelayMs);
  const server = app.getHttpServer() as { closeAllConnections(): void };
  setTimeout(() => {
    logger.warn('requests in flight did not end in time and are cut off');
    server.closeAllConnections();
  }, shutdownTimeoutMs).unref();
  setTimeout(() => {
    logger.error('the application did not close in time');
    process.exit(1);
  }, shutdownTimeoutMs + LAST_MS).unref();
  try {
    await app.close();
    logger.log('closed');
    return 0;
  } catch (error) {
    logger.error({ err: error }, 'closing failed');
    return 1;
  }
}
