import { type ConsoleResult } from '../../engine/console';
import { SimulatedRouter } from '../../router/simulated-router';

let sim: SimulatedRouter;
const run = (...words: string[]): ConsoleResult => sim.run(...words);
const script = (source: string): ConsoleResult => run('/execute', `=script=${source}`, '=as-string=');
const lastLog = (): string | undefined => sim.rows('/log').at(-1)?.message;

beforeEach(async () => {
  sim = new SimulatedRouter({ version: '7.16', network: 20, hotspot: {} });
  await sim.start();
});

afterEach(async () => {
  await sim.close();
});

describe('scripts', () => {
  it('do what billing systems write into them', () => {
    const source = `# vouchers
/ip hotspot user add name="v 1" password=001 comment="a;b \\"c\\""
/ip/hotspot/user/add name=v2 limit-uptime=1h; /ip hotspot user set [find name=v2] comment="expired"
/ip hotspot user remove [find where comment="expired"]
:do { /ip hotspot user add name="v 1" } on-error={ :log warning "double" }
:local n "v 1"; :put "done $n"`;
    expect(script(source)).toMatchObject({ trap: null, ret: 'done v 1' });
    expect(sim.rows('/ip/hotspot/user').slice(1)).toMatchObject([{ name: 'v 1', password: '001', comment: 'a;b "c"' }]);
    expect(sim.rows('/log').some((row) => row.message === 'double')).toBe(true);
  });

  it('touch nothing when a find finds nothing', () => {
    run('/ppp/secret/add', '=name=a');
    script('/ppp secret remove [find name=none]');
    expect(sim.rows('/ppp/secret')).toHaveLength(1);
  });

  it.each([
    ['/ppp secret add name=a profile=none', 'input does not match any value of profile'],
    ['/ppp secret add name="a', 'syntax error: unbalanced quotes or brackets'],
    [':foreach i in=x do={}', 'bad command name :foreach (the simulator knows a part of the language)'],
  ])('fail: %s', (source, message) => {
    expect(script(source).trap).toBe(message);
  });

  it('are kept, run by name and counted, with the rights of their policy', () => {
    run('/system/script/add', '=name=clean', '=source=/ppp secret remove [find comment=old]');
    run('/ppp/secret/add', '=name=a', '=comment=old');
    expect(run('/system/script/run', '=number=clean').trap).toBeNull();
    expect(sim.rows('/ppp/secret')).toEqual([]);
    expect(sim.row('/system/script', 'clean')).toMatchObject({ 'run-count': '1', owner: 'console' });
    run('/system/script/set', '=.id=clean', '=policy=read', '=source=/ppp secret add name=b');
    expect(run('/system/script/run', '=number=clean').trap).toBe('not enough permissions (9)');
    expect(run('/system/script/run', '=number=none').trap).toBe('no such item');
    expect(run('/system/script/add', '=name=clean').trap).toMatch(/^failure: /);
    expect(run('/system/script/unset', '=.id=clean', '=value-name=comment').trap).toBe('no such command');
  });

  it('run on login and logout of the hotspot', () => {
    const source = ':log info "in $user $address"; /ip hotspot user set [find name=$user] comment="used"';
    run('/ip/hotspot/user/profile/set', '=.id=default', `=on-login=${source}`, '=on-logout=:log info "out $cause"');
    run('/ip/hotspot/user/add', '=name=v1', '=password=1');
    sim.hotspot.join({ mac: '02:00:00:00:00:0A' });
    sim.hotspot.login('02:00:00:00:00:0A', 'v1', '1');
    expect(sim.rows('/log').some((row) => row.message === 'in v1 10.20.64.10')).toBe(true);
    expect(sim.row('/ip/hotspot/user', 'v1')).toMatchObject({ comment: 'used' });
    sim.hotspot.logout('02:00:00:00:00:0A', { forget: true });
    expect(lastLog()).toBe('out user request');
  });
});

describe('the scheduler', () => {
  it('ticks, counts, and stops when it is disabled', async () => {
    run('/system/scheduler/add', '=name=tick', '=interval=20ms', '=on-event=:log info "tick"');
    expect(sim.row('/system/scheduler', 'tick')).toMatchObject({
      'next-run': expect.stringMatching(/^20\d\d-/) as string,
    });
    await sim.until(() => Number(sim.row('/system/scheduler', 'tick')?.['run-count']) >= 2);
    run('/system/scheduler/disable', '=numbers=tick');
    expect(sim.row('/system/scheduler', 'tick')).not.toHaveProperty('next-run');
  });

  it('runs scripts by name, once at a time to come, and at boot', async () => {
    run('/system/script/add', '=name=hello', '=source=:log info "hello"');
    run('/system/scheduler/add', '=name=boot', '=start-time=startup', '=on-event=hello');
    expect(sim.rows('/log').some((row) => row.message === 'hello')).toBe(false);
    await sim.reboot(1);
    expect(sim.rows('/log').some((row) => row.message === 'hello')).toBe(true);
    run('/system/scheduler/add', '=name=past', '=start-date=2020-01-01', '=start-time=00:00:00', '=on-event=hello');
    expect(sim.row('/system/scheduler', 'past')).not.toHaveProperty('next-run');
    run('/system/scheduler/add', '=name=once', '=start-date=2099-01-01', '=start-time=00:00:00', '=on-event=hello');
    expect(sim.row('/system/scheduler', 'once')).toMatchObject({ 'next-run': '2099-01-01 00:00:00' });
  });

  it('writes what fails into the log', async () => {
    run('/system/scheduler/add', '=name=bad', '=interval=20ms', '=on-event=/ppp secret add name=');
    await sim.until(() => sim.rows('/log').some((row) => row.topics === 'script,error'));
    expect(sim.rows('/log').find((row) => row.topics === 'script,error')?.message).toBe(
      'executing script bad failed, invalid value for argument name',
    );
  });
});
