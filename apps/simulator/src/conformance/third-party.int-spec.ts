import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type SimulatedRouter, startRouter, VERSIONS } from '../index';

const CLIENTS = join(__dirname, 'clients');
/**
 * An interpreter that has the clients; a job of its own installs them (`pip install librouteros==4.1.1
 * RouterOS-api==0.21.1`).
 */
const PYTHON = process.env.CONFORMANCE_PYTHON ?? 'python3';
/** `lib/routeros_api.class.php` of laksa19/mikhmonv3, which may not be copied into this repository. */
const MIKHMON = process.env.CONFORMANCE_MIKHMON ?? '';
const DUPLICATE = 'failure: secret with the same name already exists';

/** Version of an installed Python package, undefined where it or the interpreter is missing. */
function pythonPackage(name: string): string | undefined {
  const code = `import importlib.metadata as m; print(m.version(${JSON.stringify(name)}))`;
  const { status, stdout } = spawnSync(PYTHON, ['-c', code], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}

const python = spawnSync(PYTHON, ['--version']).status === 0;
const librouteros = pythonPackage('librouteros');
const routerosApi = pythonPackage('RouterOS-api');
const php = spawnSync('php', ['--version']).status === 0;

// why: librouteros 3 hangs on text that is not ASCII through a bug of its own (routeros.md section 16)
const absent: Readonly<Record<string, string | false>> = {
  'a client of our own in Python': !python && `needs ${PYTHON}`,
  librouteros: !/^[4-9]/.test(librouteros ?? '') && `needs librouteros 4, there is ${librouteros ?? 'none'}`,
  'RouterOS-api': routerosApi === undefined && 'needs RouterOS-api, there is none',
  'Mikhmon v3': (!php && 'needs php') || (!existsSync(MIKHMON) && 'needs CONFORMANCE_MIKHMON, the path of its class'),
};

/** A client is a judge only where it is there; the reason for leaving it out is in the name of the skipped test. */
function describeClient(name: string, tests: () => void): void {
  const reason = absent[name];
  if (typeof reason === 'string') it.skip(`${name}: ${reason}`, () => undefined);
  else describe(name, tests);
}

describe('independent clients', () => {
  let router: SimulatedRouter | undefined;
  afterEach(async () => {
    await router?.close();
    router = undefined;
  });

  const run = async (program: string, ...before: string[]): Promise<Record<string, unknown>> => {
    const login = ['127.0.0.1', String(router?.port ?? 0), 'admin', 'secret'];
    const { stdout } = await promisify(execFile)(program, [...before, ...login], { timeout: 20_000 });
    return JSON.parse(stdout) as Record<string, unknown>;
  };

  it('there are jobs for all of them', () => {
    expect(Object.keys(absent)).toHaveLength(4);
  });

  describeClient('a client of our own in Python', () => {
    it.each([...VERSIONS.map((version) => [version, {}] as const), ['6.49', { login: 'challenge' }] as const])(
      'does everything on %s %j',
      async (version, options) => {
        router = await startRouter({ version, ...options });
        expect(await run(PYTHON, join(CLIENTS, 'raw_client.py'))).toEqual({
          login: [],
          empty: version === '7.20' ? ['!empty', '!done'] : ['!done'],
          ids: ['*1', '*2', '*3', '*4'],
          queries: {
            '?name=b': ['b'],
            '?=name=b': ['b'],
            '?disabled=yes': ['b'],
            '?-comment': ['b', 'c'],
            '?>comment=': ['001234', 'd'],
            '?>limit-bytes-in=900': ['c'],
            '?<limit-bytes-in=900': ['001234', 'b', 'd'],
            or: ['b', 'c'],
            and: ['001234', 'd'],
            not: ['001234', 'c', 'd'],
            copy: ['c'],
            replace: ['c'],
          },
          long: 20_000,
          counted: '4',
          row: [{ name: '001234', comment: 'diubah' }],
          duplicate: [DUPLICATE],
          listen: [
            ['!re', '.tag=l', '=comment=heard'],
            ['!re', '.tag=l', '=.id=*3', '=.dead=true'],
            ['!re', '.tag=l', '=.id=*4', '=.dead=true'],
          ],
          cancel: [
            ['!trap', '.tag=l', '=category=2', '=message=interrupted'],
            ['!done', '.tag=x'],
            ['!done', '.tag=l'],
          ],
          tagged: ['=name=001234', '=name=b', '=name=001234', '=name=b'],
          left: ['b'],
          unknown: [expect.stringContaining('no such item')],
          quit: '!fatal',
          wrong: [expect.stringMatching(/invalid user name or password \(6\)|cannot log in/)],
        });
      },
    );
  });

  describeClient('librouteros', () => {
    it.each(VERSIONS)('does everything on %s', async (version) => {
      router = await startRouter({ version });
      expect(await run(PYTHON, join(CLIENTS, 'librouteros_client.py'))).toMatchObject({
        empty: [],
        rows: [{ comment: '№ – é 日本', disabled: true }],
        either: ['ether1', 'ether2'],
        long: true,
        duplicate: expect.stringContaining(DUPLICATE) as string,
        left: ['long'],
        ping: 3,
        cancelled: ['!trap', '!done', '!done'],
        wrong: expect.stringContaining('invalid user name or password') as string,
      });
    });
  });

  describeClient('RouterOS-api', () => {
    it.each(VERSIONS)('does everything on %s', async (version) => {
      router = await startRouter({ version });
      expect(await run(PYTHON, join(CLIENTS, 'routeros_api_client.py'))).toMatchObject({
        empty: [],
        rows: [{ name: '001234', password: '7.10', comment: 'diubah' }],
        tagged: [1, 1, 1, 1, 1],
        duplicate: expect.stringContaining(DUPLICATE) as string,
        left: [],
        wrong: expect.stringContaining('invalid user name or password') as string,
      });
    });
  });

  describeClient('Mikhmon v3', () => {
    it.each(VERSIONS)('does everything on %s', async (version) => {
      router = await startRouter({ version });
      expect(await run('php', join(CLIENTS, 'mikhmon_client.php'), MIKHMON)).toMatchObject({
        connected: true,
        empty: [],
        id: '*1',
        rows: [{ name: '001234', comment: 'diubah' }],
        duplicate: { '!trap': [{ message: DUPLICATE }] },
        left: [],
      });
    });
  });
});
