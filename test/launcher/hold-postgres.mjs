// Holds the embedded PostgreSQL of a folder like any command of the launcher does, and tells the test about it in lines
// of JSON: what it got, that the server ended, whether leaving stopped it. SIGTERM makes it leave.
import { startEmbeddedPostgres } from '../../apps/launcher/embedded/postgres.mjs';

const [dir, port] = process.argv.slice(2);
const tell = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);

try {
  const server = await startEmbeddedPostgres({ dir, port: Number(port), onExit: () => tell({ event: 'exit' }) });
  const { url, pid, attached } = server;
  process.once('SIGTERM', async () => {
    tell({ event: 'left', stopped: await server.stop() });
    process.exit();
  });
  tell({ event: 'ready', url, pid, attached, port: server.port });
  setInterval(() => {}, 60_000);
} catch (e) {
  tell({ event: 'failed', message: e.message });
}
