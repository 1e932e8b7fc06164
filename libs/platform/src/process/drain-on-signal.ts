import { setTimeout as wait } from 'node:timers/promises';
import { type INestApplication, Logger } from '@nestjs/common';
import { ShutdownState } from '../health/shutdown-state';
import { HttpConfig } from '../http/http.config';

const logger = new Logger('Shutdown');

/** After the requests in flight were cut off, the rest of the application has this long to close. */
const LAST_MS = 2_500;

/**
 * Ends the process cleanly on SIGTERM and SIGINT: not ready at once, a pause for load balancers to notice, no new
 * connections, requests in flight end (or are cut off after `SHUTDOWN_TIMEOUT_MS`), every module closes, exit 0. Whoever
 * sends a second signal wants it at once.
 */
export function drainOnSignal(app: INestApplication): void {
  let begun = false;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (begun) process.exit(1);
    begun = true;
    logger.log(`${signal}: draining`);
    void drain(app).then((code) => process.exit(code));
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
}

/** Closes the application as {@link drainOnSignal} does; resolves to the exit code, 0 unless a module failed to close. */
export async function drain(app: INestApplication): Promise<number> {
  const { shutdownDelayMs, shutdownTimeoutMs } = app.get(HttpConfig);
  app.get(ShutdownState).begin();
  await wait(shutdownDelayMs);
  const server = app.getHttpServer() as { closeAllConnections(): void };
  const cut = setTimeout(() => {
    logger.warn('requests in flight did not end in time and are cut off');
    server.closeAllConnections();
  }, shutdownTimeoutMs);
  const giveUp = setTimeout(() => {
    logger.error('the application did not close in time');
    process.exit(1);
  }, shutdownTimeoutMs + LAST_MS);
  try {
    await app.close();
    logger.log('closed');
    return 0;
  } catch (error) {
    logger.error({ err: error }, 'closing failed');
    return 1;
  } finally {
    clearTimeout(cut);
    clearTimeout(giveUp);
  }
}
