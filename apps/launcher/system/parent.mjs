/**
 * Calls back on SIGINT, SIGTERM, SIGHUP, and when the npm that started us is gone: its `sh -c` does not pass SIGTERM on.
 *
 * @param {(exitCode: number) => void} leave
 */
export function onLeave(leave) {
  for (const [signal, number] of [
    ['SIGINT', 2],
    ['SIGTERM', 15],
    ['SIGHUP', 1],
  ]) {
    process.on(signal, () => leave(128 + number));
  }
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && leave(143), 500).unref();
}
