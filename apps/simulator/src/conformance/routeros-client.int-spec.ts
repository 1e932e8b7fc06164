import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startRouter } from '../index';

/** As shipped the client dies of `!empty`, so the lines that send it are for patched clients (routeros.md hazard 1). */
describe.each(['6.49', '7.10', '7.16'] as const)('routeros-client, unpatched, on %s', (version) => {
  it('logs in, adds, queries, sets, is refused, removes', async () => {
    const router = await startRouter({ version });
    const script = join(__dirname, 'routeros-client.cjs');
    const { stdout } = await promisify(execFile)(process.execPath, [
      script,
      '127.0.0.1',
      String(router.port),
      'admin',
      'secret',
    ]);
    await router.close();
    const result = JSON.parse(stdout) as Record<string, unknown>;
    expect(result).toMatchObject({
      added: { name: 'konformitas', password: 1234, service: 'pppoe', profile: 'default' }, // its own conversion
      queried: [{ name: 'konformitas' }],
      changed: { comment: 'diubah' },
      trap: 'failure: secret with the same name already exists',
      profiles: ['default', 'default-encryption'],
      left: [{ ret: '0' }],
    });
  });

  it('logs in by challenge', async () => {
    const router = await startRouter({ version, login: 'challenge' });
    const script = join(__dirname, 'routeros-client.cjs');
    const run = promisify(execFile);
    const { stdout } = await run(process.execPath, [script, '127.0.0.1', String(router.port), 'admin', 'secret']);
    await router.close();
    expect(JSON.parse(stdout)).toMatchObject({ left: [{ ret: '0' }] });
  });
});

describe.each(['6.49', '7.10', '7.16'] as const)('node-routeros, unpatched, on %s', (version) => {
  it('logs in, adds, sets, queries, is refused, listens, cancels, removes', async () => {
    const router = await startRouter({ version });
    const login = ['127.0.0.1', String(router.port), 'admin', 'secret'];
    const { stdout } = await promisify(execFile)(process.execPath, [join(__dirname, 'node-routeros.cjs'), ...login]);
    await router.close();
    expect(JSON.parse(stdout)).toEqual({
      ids: ['*1', '*2', '*3'],
      queries: { equal: ['b'], either: ['a', 'c'], not: ['a', 'c'], both: ['b'] },
      trap: 'failure: secret with the same name already exists',
      heard: [expect.objectContaining({ '.id': '*1', comment: 'heard' }), { '.id': '*3', '.dead': 'true' }],
      left: '0',
    });
  });
});
