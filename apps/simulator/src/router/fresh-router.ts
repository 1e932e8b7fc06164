import { chanceOf, Traffic } from '../behaviour/traffic';
import { macOf } from '../behaviour/modem';
import { formatUptime } from '../engine/durations';
import { type RouterState } from '../engine/router-state';
import { DEFAULT_FILTER_RULES } from '../menus/firewall.menu';
import { BUILT_IN_PROFILES } from '../menus/ppp-profile.menu';
import { BUILT_IN_QUEUE_TYPES } from '../menus/queue.menu';
import { BUILT_IN_GROUPS, SERVICES } from '../menus/user.menu';
import { type RouterOptions } from './router-options';

const DEFAULT_USERS = [{ name: 'admin', password: 'secret' }];

/** Configures a router as an ISP has it when it meets the product: users, ports, a pool and a PPPoE server. */
export function setUpFreshRouter(state: RouterState, options: RouterOptions): void {
  setUpSystem(state);
  setUpUsers(state, options);
  setUpInterfaces(state);
  setUpPpp(state, options);
  setUpHotspot(state, options);
  setUpDhcp(state, options);
  state.table('/radius/incoming').insert({});
  for (const values of BUILT_IN_QUEUE_TYPES) {
    state.table('/queue/type').insert({ ...values, default: 'true' }, { builtIn: true });
  }
  if (options.defaultFirewall === true) {
    for (const rule of DEFAULT_FILTER_RULES) state.table('/ip/firewall/filter').insert(rule);
  }
  for (const [menu, rows] of Object.entries(options.rows ?? {})) {
    for (const values of rows) state.table(menu).insert(values);
  }
}

/** Users that the options name and that are missing: after a restore too, so that nobody is locked out. */
export function setUpUsers(state: RouterState, { users = DEFAULT_USERS }: RouterOptions): void {
  const groups = state.table('/user/group');
  for (const group of BUILT_IN_GROUPS) {
    if (groups.named(group.name) === undefined) groups.insert(group, { builtIn: true });
  }
  const table = state.table('/user');
  for (const { name, password, group = 'full' } of users as readonly {
    name: string;
    password: string;
    group?: string;
  }[]) {
    if (table.named(name) === undefined) table.insert({ name, password, group });
  }
}

function setUpSystem(state: RouterState): void {
  const { clock, profile, name } = state;
  const wave = (): number => 3 + Math.round(2 * Math.sin(clock.uptimeMs() / 20_000));
  state
    .table('/system/resource')
    .insert(
      { version: profile.fullVersion, 'build-time': profile.buildTime },
      { live: { uptime: () => formatUptime(clock.uptimeMs()), 'cpu-load': () => String(wave()) } },
    );
  state.table('/system/identity').insert({ name });
  state
    .table('/system/clock')
    .insert(
      { 'time-zone-name': clock.zone },
      { live: { time: () => clock.time(), date: () => clock.date(), 'gmt-offset': () => clock.gmtOffset() } },
    );
  const firmware = profile.fullVersion.split(' ')[0] ?? '';
  const serial = `HF${Math.floor(chanceOf(`serial ${name}`) * 36 ** 8)
    .toString(36)
    .padStart(8, '0')
    .toUpperCase()}`;
  state.table('/system/routerboard').insert({
    'serial-number': serial,
    'current-firmware': firmware,
    'upgrade-firmware': firmware,
  });
  state.table('/system/license').insert({ 'software-id': `${serial.slice(2, 6)}-${serial.slice(6)}` });
  for (const packageName of profile.packages) {
    state.table('/system/package').insert({ name: packageName, version: firmware, 'build-time': profile.buildTime });
  }
  setUpHealth(state);
  setUpDefaults(state, firmware);
}

/** Rows that are there on every router, as they come from the factory. */
function setUpDefaults(state: RouterState, firmware: string): void {
  for (const path of ['/system/ntp/client', '/snmp', '/ip/dns']) state.table(path).insert({});
  const latest = { 'installed-version': firmware, 'latest-version': firmware, status: 'System is already up to date' };
  state.table('/system/package/update').insert(latest);
  for (let i = 0; i < 4; i++) state.table('/system/resource/cpu').insert({ cpu: `cpu${i}` });
  for (const topics of ['info', 'error', 'warning', 'critical']) {
    const action = topics === 'critical' ? 'echo' : 'memory';
    state.table('/system/logging').insert({ topics, action, default: 'true' }, { builtIn: true });
  }
  for (const target of ['memory', 'disk', 'echo', 'remote']) {
    state.table('/system/logging/action').insert({ name: target, target, default: 'true' }, { builtIn: true });
  }
  state.table('/snmp/community').insert({ name: 'public', default: 'true' }, { builtIn: true });
}

function setUpHealth(state: RouterState): void {
  const health = state.table('/system/health');
  if (state.profile.health === 'row') {
    health.insert({});
    return;
  }
  health.insert({ name: 'voltage', value: '24.2', type: 'V' });
  health.insert({ name: 'temperature', value: '41', type: 'C' });
}

function setUpInterfaces(state: RouterState): void {
  const { clock, name } = state;
  for (const port of ['ether1', 'ether2', 'ether3', 'sfp1']) {
    const isUplink = port === 'ether1';
    const limit = { upload: isUplink ? 900_000_000n : 90_000_000n, download: isUplink ? 90_000_000n : 900_000_000n };
    const traffic = new Traffic(`${name} ${port}`, limit, () => clock.uptimeMs());
    const running = port !== 'sfp1';
    const live = running
      ? {
          'rx-byte': () => String(traffic.uploaded()),
          'tx-byte': () => String(traffic.downloaded()),
          'rx-rate': () => String(traffic.rate().upload),
          'tx-rate': () => String(traffic.rate().download),
        }
      : {};
    state.table('/interface').insert(
      {
        name: port,
        'default-name': port,
        type: 'ether',
        l2mtu: '1514',
        'max-l2mtu': '9796',
        'mac-address': macOf(`${name} ${port}`),
        running: String(running),
      },
      { live, builtIn: true },
    );
  }
  for (const list of ['all', 'none', 'dynamic', 'static']) {
    state.table('/interface/list').insert({ name: list, builtin: 'true' }, { builtIn: true });
  }
  for (const [service, port] of Object.entries(SERVICES)) {
    const disabled = String(['telnet', 'ftp', 'www-ssl', 'api-ssl'].includes(service));
    state.table('/ip/service').insert({ name: service, port: String(port), disabled });
  }
}

/** Second octet of everything that this router serves. */
function octetOf(state: RouterState, { network }: RouterOptions): number {
  return network ?? 16 + Math.floor(chanceOf(`network ${state.name}`) * 200);
}

function setUpHotspot(state: RouterState, options: RouterOptions): void {
  const builtIn = { id: '*0', builtIn: true };
  state.table('/ip/hotspot/profile').insert({ name: 'default', default: 'true' }, builtIn);
  state.table('/ip/hotspot/user/profile').insert({ name: 'default', default: 'true' }, builtIn);
  const trial = { name: 'default-trial', default: 'true', comment: 'counters and limits for trial users' };
  state.table('/ip/hotspot/user').insert(trial, builtIn);
  if (options.hotspot === undefined) return;
  const network = `10.${octetOf(state, options)}`;
  state.table('/ip/pool').insert({ name: 'hs-pool', ranges: `${network}.64.10-${network}.71.254` });
  state.table('/ip/hotspot/profile').insert({
    name: 'hsprof1',
    'hotspot-address': `${network}.64.1`,
    'dns-name': 'login.hotspot.lan',
    'login-by': 'cookie,http-chap,http-pap,mac-cookie',
  });
  const server = { name: 'hotspot1', interface: 'ether3', 'address-pool': 'hs-pool', profile: 'hsprof1' };
  state.table('/ip/hotspot').insert(server);
}

function setUpDhcp(state: RouterState, options: RouterOptions): void {
  if (options.dhcp !== true) return;
  const network = `10.${octetOf(state, options)}`;
  state.table('/ip/pool').insert({ name: 'dhcp-pool', ranges: `${network}.80.10-${network}.87.254` });
  state.table('/ip/dhcp-server').insert({ name: 'dhcp1', interface: 'ether3', 'address-pool': 'dhcp-pool' });
  const gateway = `${network}.80.1`;
  state.table('/ip/dhcp-server/network').insert({ address: `${network}.80.0/21`, gateway, 'dns-server': gateway });
}

function setUpPpp(state: RouterState, options: RouterOptions): void {
  const octet = octetOf(state, options);
  state.table('/ip/pool').insert({ name: 'pppoe-pool', ranges: `10.${octet}.0.2-10.${octet}.63.254` });
  for (const { id, values } of BUILT_IN_PROFILES) {
    const addresses = { 'local-address': `10.${octet}.0.1`, 'remote-address': 'pppoe-pool' };
    state.table('/ppp/profile').insert({ ...values, ...addresses }, { id, builtIn: true });
  }
  state.table('/ppp/aaa').insert({});
  state.table('/interface/pppoe-server/server').insert({ 'service-name': 'internet', interface: 'ether2' });
}
