import { EXPORT_MENUS, type ExportMenu } from './export-menus';
import { exportText } from './export-text';

type Row = Readonly<Record<string, string>>;
const menuOf = (path: string): ExportMenu => EXPORT_MENUS.find((menu) => menu.path === path)!;
const text = (tables: Readonly<Record<string, Row[] | undefined>>): string =>
  exportText(Object.entries(tables).map(([path, rows]) => ({ menu: menuOf(path), rows })));

describe('the text of a configuration', () => {
  it('is the same whatever order rows without an order come in', () => {
    const rows = [
      { name: 'b', ranges: '10.0.1.0/24' },
      { name: 'a', ranges: '10.0.0.0/24' },
    ];
    const wanted = '/ip/pool\nadd name=a ranges=10.0.0.0/24\nadd name=b ranges=10.0.1.0/24\n';
    expect([text({ '/ip/pool': rows }), text({ '/ip/pool': [...rows].reverse() })]).toEqual([wanted, wanted]);
  });

  it('keeps the order of rules', () => {
    const rows = [
      { chain: 'forward', action: 'drop', disabled: 'false' },
      { chain: 'forward', action: 'accept', disabled: 'true', comment: 'yes: "this" costs $5' },
    ];
    expect(text({ '/ip/firewall/filter': rows })).toBe(
      '/ip/firewall/filter\nadd chain=forward action=drop disabled=no\n' +
        'add chain=forward action=accept disabled=yes comment="yes: \\"this\\" costs \\$5"\n',
    );
  });

  it('leaves out what is dynamic, counted, ours, or not there', () => {
    const tables = {
      '/queue/simple': [
        { name: '<pppoe-budi>', dynamic: 'true', target: '10.0.0.2/32' },
        { name: 'kantor', target: '10.9.0.0/24', bytes: '1/2', rate: '3/4' },
        { name: 'siti', target: '10.0.0.3/32', comment: 'langgan:queue-7' },
      ],
      '/ip/hotspot': undefined,
      '/radius': [],
    };
    expect(text(tables)).toBe('/queue/simple\nadd name=kantor target=10.9.0.0/24\n');
    const counted = [{ ...tables['/queue/simple'][1], bytes: '99/99' }] as Row[];
    expect(text({ '/queue/simple': counted })).toBe(text(tables));
  });

  it('hides secrets, also those within scripts', () => {
    const shown = text({
      '/ppp/secret': [{ name: 'operator', password: 'hunter2', profile: 'default' }],
      '/radius': [{ address: '10.0.0.1', secret: 'hunter2', service: 'ppp' }],
      '/system/script': [
        { name: 's', source: '/tool fetch password=hunter2;\n:global token "hunter2"; :set secret="hunter2"' },
      ],
    });
    expect(shown).not.toContain('secret="hunter2"');
    expect(shown).not.toContain('password=hunter2');
    expect(shown).toContain('add name=operator password=*** profile=default');
    expect(shown).toContain('add service=ppp address=10.0.0.1 secret=***');
  });

  it('is one line for a menu of settings', () => {
    expect(text({ '/system/identity': [{ name: 'Router Kemang' }] })).toBe(
      '/system/identity\nset name="Router Kemang"\n',
    );
  });

  it('asks no menu twice and for no counters', () => {
    const paths = EXPORT_MENUS.map(({ path }) => path);
    expect(new Set(paths).size).toBe(paths.length);
    const volatile = /^(rx-|tx-|fp-|bytes|packets|uptime|last-|running|status$|run-count|next-run|expires|rate$)/;
    expect(EXPORT_MENUS.flatMap(({ columns }) => columns).filter((column) => volatile.test(column))).toEqual([]);
    for (const { path, columns, secret = [], sortBy = [] } of EXPORT_MENUS) {
      expect([path, [...secret, ...sortBy].filter((column) => !columns.includes(column))]).toEqual([path, []]);
    }
  });
});
