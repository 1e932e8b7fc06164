import { processEnvironment } from '../config/config.module';

/**
 * Ends this process when the launcher that started it is gone, however it went (`EXIT_WITH_PARENT`, an ipc channel). Call
 * it once at the start of an application; without a launcher it does nothing.
 */
export function followParent(): void {
  if (!processEnvironment().EXIT_WITH_PARENT || !process.channel) return;
  process.channel.unref(); // why: the channel alone must not keep the process alive
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
}
