import { type ConsoleResult } from '../../engine/console';
import { SimulatedRouter } from '../../router/simulated-router';
import { type Version } from '../../versions/version-profile';

let sim: SimulatedRouter;
const run = (...words: string[]): ConsoleResult => sim.run(...words);
const start = (version: Version): void => {
  sim = new SimulatedRouter({ version, network: 20 });
};

beforeEach(() => {
  start('7.16');
});

afterEach(async () => {
  await sim.close();
});

describe('files', () => {
  it('take contents up to a limit', () => {
    expect(run('/file/add', '=name=hotspot/login.html', '=contents=<b>').trap).toBeNull();
    expect(sim.row('/file', 'hotspot/login.html')).toMatchObject({ size: '3', type: '.html file', contents: '<b>' });
    expect(run('/file/set', '=.id=hotspot/login.html', `=contents=${'x'.repeat(61_250)}`).trap).toBeNull();
    expect(run('/file/set', '=.id=hotspot/login.html', `=contents=${'x'.repeat(61_500)}`).trap).toBe(
      'failure: contents too long',
    );
  });

  it('are read in pieces', () => {
    run('/file/add', '=name=a.txt', '=contents=0123456789');
    expect(run('/file/read', '=file=a.txt', '=offset=2', '=chunk-size=3').rows).toEqual([{ data: '234' }]);
    expect(run('/file/read', '=file=none').trap).toBe('no such item');
    start('6.49');
    expect(run('/file/read', '=file=a.txt').trap).toBe('no such command');
  });
});

describe('export', () => {
  const configured = (): string => {
    run('/ppp/profile/add', '=name=10M', '=rate-limit=2M/10M');
    run('/ppp/secret/add', '=name=budi', '=password=001 2', '=profile=10M', '=disabled=yes');
    run('/ip/firewall/address-list/add', '=list=l', '=address=1.1.1.1', '=timeout=1h');
    expect(run('/export', '=file=backup').trap).toBeNull();
    return sim.row('/file', 'backup.rsc')?.contents ?? '';
  };

  it('writes a file with what differs from the defaults, without secrets on v7', () => {
    const text = configured();
    expect(text).toMatch(/^# \d{4}-\d\d-\d\d [\d:]+ by RouterOS 7\.16\.2\n# software id = /);
    expect(text).toContain('/ppp profile\n');
    expect(text).toContain('add name=10M rate-limit=2M/10M\n');
    expect(text).toContain('add name=budi profile=10M disabled=yes\n');
    expect(text).not.toContain('1.1.1.1');
    run('/export', '=file=secret', '=show-sensitive=');
    expect(sim.row('/file', 'secret.rsc')?.contents).toContain('password="001 2"');
  });

  it('writes secrets on v6 unless told not to', () => {
    start('6.49');
    configured();
    const contents = (): string => sim.table('/file').named('backup.rsc')?.values.get('contents') ?? '';
    expect(contents()).toContain('password="001 2"');
    run('/export', '=file=backup', '=hide-sensitive=');
    expect(contents()).not.toContain('password');
  });

  it('is no command of the API without a file; a script returns its text', () => {
    expect(run('/export').trap).toBe('no such command');
    expect(run('/execute', '=script=/export', '=as-string=').ret).toContain('/ip pool\n');
  });
});

it('a backup brings everything back', async () => {
  await sim.start();
  run('/ppp/secret/add', '=name=budi');
  expect(run('/system/backup/save', '=name=before').trap).toBeNull();
  run('/ppp/secret/remove', '=.id=budi');
  expect(run('/system/backup/load', '=name=none').trap).toBe('input does not match any value of name');
  run('/system/backup/load', '=name=before.backup');
  await sim.until(() => !sim.powered);
  await sim.until(() => sim.powered);
  expect(sim.rows('/ppp/secret')).toMatchObject([{ '.id': '*1', name: 'budi' }]);
});
