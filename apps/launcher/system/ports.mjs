import net from 'node:net';

const HOST = '127.0.0.1';

/** Could a server of ours listen on this port of the loopback? */
export function isPortFree(port) {
  return new Promise((resolve) => {
    const server = net.createServer().once('error', () => resolve(false));
    server.listen(port, HOST, () => server.close(() => resolve(true)));
  });
}

/** A port that nobody uses now; somebody may take it before you do. */
export function anyFreePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer().once('error', reject);
    server.listen(0, HOST, () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** The wanted port, else a free one. */
export async function portNear(wanted) {
  return (await isPortFree(wanted)) ? wanted : anyFreePort();
}
