import { CACHED_MENUS } from '../cache/cached-menus';
import { INSPECTED_MENUS } from '../domain/capabilities';
import { READABLE_MENUS } from '../security/readable-menus';
import { command } from '../transport';
import { isWrite, menuOf, writtenCommand } from './written-command';

describe('commands as they are kept', () => {
  it.each([
    ['/ppp/secret/print', false],
    ['/ppp/secret/getall', false],
    ['/interface/monitor-traffic', false],
    ['/tool/ping', false],
    ['/cancel', false],
    ['/login', false],
    ['/ppp/secret/set', true],
    ['/ppp/active/remove', true],
    ['/password', true],
    ['/system/reboot', true],
    ['/some/new/thing', true],
  ])('%s writes: %s', (name, expected) => {
    expect(isWrite([name])).toBe(expected);
  });

  it('hold no secret and no name of a person', () => {
    const words = {
      ...{ '.id': '*1', name: 'budi', password: 'p1', 'new-password': 'p2', secret: 'p3', 'wpa2-pre-shared-key': 'p4' },
      ...{ comment: 'Pak Budi, gang 3 langgan:sub-1', 'otp-secret': 'p5', 'private-key': 'p6' },
    };
    const kept = writtenCommand(command('/ppp/secret/set', words));
    expect(JSON.stringify(kept)).not.toMatch(/p\d"|Pak|gang/);
    expect(kept.words).toContain('=name=budi');
    expect(kept.words).toContain('=comment=… langgan:sub-1');
    expect(writtenCommand(['/x/add', '=comment=Ibu Siti', `=note=${'y'.repeat(900)}`]).words[0]).toBe('=comment=…');
    expect(writtenCommand(['/x/add', `=note=${'y'.repeat(900)}`]).words[0]?.length).toBe(300);
    expect(menuOf('/ppp/secret/set')).toBe('/ppp/secret');
  });
});

describe('S2 what may be read through us', () => {
  const secret = /passw|secret|key|token|otp|phrase|source|contents|script/;

  it('is no column that could hold a secret', () => {
    const columns = [
      ...[...READABLE_MENUS].flatMap(([menu, names]) => names.map((name) => `${menu} ${name}`)),
      ...Object.values(CACHED_MENUS).flatMap((one) => one.columns.map((name) => `x ${name}`)),
      ...Object.values(INSPECTED_MENUS).flatMap(([, names]) => names.map((name) => `x ${name}`)),
    ];
    expect(columns.length).toBeGreaterThan(150);
    expect(columns.filter((column) => secret.test(column.split(' ')[1] ?? ''))).toEqual([]);
  });

  it('is no menu that runs or keeps scripts, files, users or keys', () => {
    const odd = /script|scheduler|\/file|import|execute|fetch|certificate|^\/user$|group|radius|ssh|snmp|wireguard/;
    expect([...READABLE_MENUS.keys()].filter((menu) => odd.test(menu))).toEqual([]);
  });
});
