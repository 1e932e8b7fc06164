import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** What a registry says about a package when npm asks for its versions. */
const packument = (url = ''): string => {
  const name = decodeURIComponent(url.slice(1));
  return JSON.stringify({ name, versions: { '8.23.1': { name, version: '8.23.1' } } });
};

interface Lock {
  lockfileVersion: number;
  packages: Record<
    string,
    { resolved?: string; integrity?: string; link?: boolean; bundled?: boolean; inBundle?: boolean }
  >;
}

describe('E3 what the product is made of and runs in', () => {
  describe('the container', () => {
    const dockerfile = read('docker/Dockerfile');
    const last = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '));

    it('runs as nobody special', () => {
      const users = [...last.matchAll(/^USER\s+(\S+)/gm)].map(([, user]) => user);
      expect(users.at(-1)).toMatch(/^(node|[1-9]\d*)(:\S+)?$/);
      const afterUser = last.slice(last.lastIndexOf('\nUSER '));
      expect(afterUser).not.toMatch(/^(RUN|COPY|ADD)\b/m);
    });

    it('is built from the lockfile alone, without scripts of packages', () => {
      const installs = [...dockerfile.matchAll(/npm\s+(ci|install|i|add)\b([^\n]*)/g)];
      expect(installs.length).toBeGreaterThan(0);
      for (const [, verb, flags] of installs)
        expect([verb, (flags ?? '').includes('--ignore-scripts')]).toEqual(['ci', true]);
      expect(dockerfile).not.toMatch(/curl|wget|ADD\s+http/);
    });

    it('has no secret in its layers', () => {
      expect(dockerfile).not.toMatch(/^(ENV|ARG)\s.*(SECRET|PASSWORD|TOKEN|JWT)/m);
      expect(read('.dockerignore')).toMatch(/\.env|\*\*|\.data/);
    });

    it('cannot write its own files, neither under Compose nor under Kubernetes', () => {
      const compose = read('docker/compose.yml');
      expect(compose.slice(compose.indexOf('x-app:'), compose.indexOf('services:'))).toMatch(/read_only: true/);
      expect(compose).toMatch(/cap_drop: \[ALL\]/);
      expect(compose).toMatch(/no-new-privileges/);
      const k8s = read('docker/k8s/langgan.yml')
        .split('\n---\n')
        .filter((part) => /kind: (Job|Deployment)/.test(part));
      expect(k8s.length).toBeGreaterThanOrEqual(3);
      for (const workload of k8s) {
        expect(workload).toMatch(/runAsNonRoot: true/);
        expect(workload).toMatch(/readOnlyRootFilesystem: true/);
        expect(workload).toMatch(/allowPrivilegeEscalation: false/);
      }
    });
  });

  it('every package of the lockfile comes from the registry, with its checksum', () => {
    const { lockfileVersion, packages } = JSON.parse(read('package-lock.json')) as Lock;
    expect(lockfileVersion).toBe(3);
    const odd = Object.entries(packages).filter(([path, { resolved, integrity, inBundle }]) => {
      const fromRegistry = resolved === undefined || resolved.startsWith('https://registry.npmjs.org/');
      return path !== '' && inBundle !== true && !(fromRegistry && integrity?.startsWith('sha512-') === true);
    });
    expect(odd.map(([path]) => path)).toEqual([]);
  });

  it('what production needs is pinned to a version', () => {
    const { dependencies } = JSON.parse(read('package.json')) as { dependencies: Record<string, string> };
    expect(Object.entries(dependencies).filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual(
      [],
    );
  });

  describe('the audit', () => {
    let server: Server;
    let answer: { status: number; body: string };
    const cache = mkdtempSync(join(tmpdir(), 'langgan-npm-'));

    beforeAll(async () => {
      server = createServer((request, response) => {
        const { status, body } = request.method === 'GET' ? { status: 200, body: packument(request.url) } : answer;
        request.resume();
        request.on('end', () => response.writeHead(status, { 'content-type': 'application/json' }).end(body));
      });
      await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    });
    afterAll(() => {
      server.close();
      rmSync(cache, { recursive: true, force: true });
    });

    const audit = () =>
      new Promise<{ code: number | null; output: string }>((done) => {
        const child = spawn(process.execPath, [join(root, 'apps/launcher/audit.mjs')], {
          env: {
            ...process.env,
            npm_config_registry: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
            npm_config_fetch_retries: '0',
            npm_config_cache: cache,
          },
        });
        let output = '';
        child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
        child.on('close', (code) => {
          done({ code, output });
        });
      });

    it('passes when nothing is known', async () => {
      answer = { status: 200, body: '{}' };
      expect(await audit()).toEqual({ code: 0, output: expect.stringContaining('0 high or critical') as string });
    });

    it('fails when something severe is known', async () => {
      const advisory = { id: 1, url: 'https://x', title: 'bad', severity: 'high', vulnerable_versions: '>=0' };
      answer = { status: 200, body: JSON.stringify({ pg: [advisory] }) };
      const { code, output } = await audit();
      expect([code, output.includes('high: pg')]).toEqual([1, true]);
    });

    it('says so when the registry offers none', async () => {
      answer = { status: 405, body: '' };
      expect(await audit()).toEqual({ code: 0, output: expect.stringContaining('offers no audit') as string });
    });
  });
});
