import { HELP, readArguments } from './arguments';
import { type Simulator, startSimulator } from './simulator';

/** Ends with its parent, even if that was killed: an ipc channel that closes is a SIGTERM. */
function followParent(): void {
  if (process.env.EXIT_WITH_PARENT === undefined || process.channel === undefined) return;
  process.channel.unref();
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
}

function endOnSignal(simulator: Simulator): void {
  const end = (): void => {
    void simulator.close().then(() => process.exit(0));
  };
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
}

async function main(): Promise<void> {
  followParent();
  const options = readArguments(process.argv.slice(2), process.env);
  if (options === null) {
    process.stdout.write(HELP);
    return;
  }
  const simulator = await startSimulator(options);
  endOnSignal(simulator);
  const routers = simulator.routers.map(({ name, version, port }) => ({ name, version, port }));
  const paymentsPort = simulator.payments?.port;
  const ready = { message: 'simulator ready', controlPort: simulator.controlPort, paymentsPort, routers };
  process.stdout.write(`${JSON.stringify(ready)}\n`);
  process.send?.({ type: 'ready', controlPort: simulator.controlPort, paymentsPort, routers });
}

main().catch((error: unknown) => {
  const reason = error instanceof Error ? error.message : String(error);
  process.stderr.write(`The simulator cannot start: ${reason}\n`);
  process.exit(1);
});
