import { createConnection } from 'node:net';
import { type DataSource } from 'typeorm';
import { type Finding, note, ok, problem } from './finding';

const TIMEOUT_MS = 3_000;
const AT_ONCE = 32;

interface Router {
  name: string;
  host: string;
  port: number;
}

/** Can each router's API port be reached from here? Whether it lets us in is shown by the health of the router. */
export async function checkRouters(source: DataSource): Promise<Finding[]> {
  const routers = await source.query<Router[]>(`select name, host, port from routers order by name`);
  if (routers.length === 0) return [note('Routers', 'none registered yet')];
  const answers: { router: Router; failure: string | null }[] = [];
  for (let i = 0; i < routers.length; i += AT_ONCE) {
    const some = routers.slice(i, i + AT_ONCE);
    answers.push(...(await Promise.all(some.map(async (router) => ({ router, failure: await knock(router) })))));
  }
  const failures = answers.flatMap(({ router, failure }) => (failure === null ? [] : [describe(router, failure)]));
  return failures.length > 0 ? failures : [ok('Routers', `all ${routers.length} are within reach`)];
}

function describe({ name, host, port }: Router, failure: string): Finding {
  const advice = 'Is it on, does the way there (VPN, firewall) stand, is the api service of RouterOS enabled?';
  return problem('Routers', `${name} (${host}:${port}): ${failure}`, advice);
}

function knock({ host, port }: Router): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = createConnection({ host, port });
    const end = (failure: string | null): void => {
      socket.destroy();
      resolve(failure);
    };
    socket.setTimeout(TIMEOUT_MS, () => {
      end(`no answer within ${TIMEOUT_MS / 1000} s`);
    });
    socket.once('connect', () => {
      end(null);
    });
    socket.once('error', (error) => {
      end(error.message);
    });
  });
}
