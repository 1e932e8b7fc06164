import { startRouter, type SimulatedRouter } from '../../../simulator/src';
import { probeRouter } from './probe-router';

describe('probe-router', () => {
  let router: SimulatedRouter;
  afterEach(async () => {
    await router.close();
  });

  const probe = async (tls = false) => {
    const port = tls ? await router.enableService('api-ssl', 'self-signed') : router.port;
    const findings = await probeRouter({ host: '127.0.0.1', port, tls, user: 'admin', password: 'secret' });
    return new Map(findings.map(({ probe: name, answer }) => [name, answer]));
  };

  it('reports the shapes of answers, changes nothing and tells nobody’s name', async () => {
    router = await startRouter({ version: '7.20', clockOffsetMs: 0 });
    router.run('/ppp/secret/add', '=name=budi', '=password=rahasia', '=comment=Bapak Budi');
    router.faults.set({ foreignComments: 'windows-1252' });
    const before = router.rows('/ppp/secret');
    const findings = await probe();
    expect(findings.get('print without a match')).toBe('!empty, !done');
    expect(findings.get('a command before login')).toBe('!fatal not logged in (fatal)');
    expect(findings.get('set of an id that is not there')).toBe('!trap =category=0 =message=no such item, !done');
    expect(findings.get('columns of /ppp/secret')).toContain('password');
    expect(findings.get('truth in queries')).toBe(
      '?disabled=yes → 0, ?disabled=true → 0, ?disabled=no → 1, ?disabled=false → 1',
    );
    expect(findings.get('listen, then /cancel: order of the replies')).toBe(
      '!trap .tag=l, !done .tag=c, !done .tag=l (done)',
    );
    expect([...findings.values()].filter((answer) => answer.startsWith('failed'))).toEqual([]);
    expect(JSON.stringify([...findings])).not.toMatch(/rahasia|Budi|budi/);
    expect(router.rows('/ppp/secret')).toEqual(before);
  });

  it('speaks TLS and the old login', async () => {
    router = await startRouter({ version: '6.49', login: 'challenge' });
    const findings = await probe(true);
    expect(findings.get('print without a match')).toBe('!done');
    expect(findings.get('columns of /system/health')).toBe('voltage temperature');
  });

  it('says when the password is wrong', async () => {
    router = await startRouter({ version: '7.20' });
    const target = { host: '127.0.0.1', port: router.port, tls: false, user: 'admin', password: 'no' };
    await expect(probeRouter(target)).rejects.toThrow('invalid user name or password (6)');
  });
});
