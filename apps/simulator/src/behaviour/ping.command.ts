import { parseIp } from '../engine/addresses';
import { type Command, type CommandContext } from '../engine/command';
import { parseDuration } from '../engine/durations';
import { invalidValue, missingArgument, unknownParameter } from '../engine/trap';
import { type PppServer } from './ppp-server';
import { chanceOf } from './traffic';

const KNOWN = new Set([
  ...['address', 'count', 'interval', 'size', 'src-address', 'interface', 'ttl', 'dscp', 'vrf', 'arp-ping'],
  ...['do-not-fragment', 'routing-table'],
]);

interface PingStatistics {
  sent: number;
  received: number;
  times: number[];
}

/** `/tool/ping` and `/ping`: own subscribers answer while they are online, 192.0.2.0/24 never does, the rest does. */
export function pingCommands(ppp: PppServer): Command[] {
  return ['/tool/ping', '/ping'].map((path) => ({
    path,
    policy: 'test',
    run: (context) => {
      run(context, ppp);
    },
  }));
}

function run({ request, reply, router }: CommandContext, ppp: PppServer): void {
  const { attributes } = request;
  for (const name of attributes.keys()) if (!KNOWN.has(name)) throw unknownParameter(name);
  const address = attributes.get('address') ?? '';
  if (address === '') throw missingArgument('address');
  const count = Number(attributes.get('count') ?? Number.POSITIVE_INFINITY);
  const interval = parseDuration(attributes.get('interval') ?? '1s');
  if (Number.isNaN(count) || interval === null) throw invalidValue(interval === null ? 'interval' : 'count');
  const statistics: PingStatistics = { sent: 0, received: 0, times: [] };
  let timer: NodeJS.Timeout | null = null;
  const step = (): void => {
    reply.row(probe(address, statistics, answers(address, router.name, ppp), attributes.get('size') ?? '56'));
    if (statistics.sent >= count) {
      if (timer !== null) clearInterval(timer);
      timer = null;
      reply.done();
    }
  };
  timer = setInterval(step, Math.max(10, interval));
  reply.keepOpen(() => {
    if (timer !== null) clearInterval(timer);
  });
  step();
}

/** Round-trip microseconds, null for no answer. */
function answers(address: string, router: string, ppp: PppServer): number | null {
  const ip = parseIp(address);
  if (ip !== null && ip >>> 8 === 0xc0_00_02) return null;
  const isLocal = ip !== null && ip >>> 24 === 10;
  if (isLocal && !ppp.all().some(({ terms }) => terms.address === address)) return null;
  const base = isLocal ? 600 : 2_000 + 20_000 * chanceOf(`${router} ${address}`);
  return Math.round(base * (0.9 + 0.2 * Math.random()));
}

const printed = (microseconds: number): string =>
  microseconds < 1_000 ? `${microseconds}us` : `${Math.floor(microseconds / 1_000)}ms${microseconds % 1_000}us`;

function probe(
  host: string,
  statistics: PingStatistics,
  microseconds: number | null,
  size: string,
): (readonly [string, string])[] {
  const sequence = statistics.sent++;
  const result: (readonly [string, string])[] = [
    ['seq', String(sequence)],
    ['host', host],
  ];
  if (microseconds === null) {
    result.push(['status', 'timeout']);
  } else {
    statistics.received++;
    statistics.times.push(microseconds);
    result.push(['size', size], ['ttl', '57'], ['time', printed(microseconds)]);
  }
  const loss = Math.round((100 * (statistics.sent - statistics.received)) / statistics.sent);
  result.push(
    ['sent', String(statistics.sent)],
    ['received', String(statistics.received)],
    ['packet-loss', String(loss)],
  );
  if (statistics.times.length > 0) {
    const average = Math.round(statistics.times.reduce((a, b) => a + b, 0) / statistics.times.length);
    result.push(['min-rtt', printed(Math.min(...statistics.times))]);
    result.push(['avg-rtt', printed(average)], ['max-rtt', printed(Math.max(...statistics.times))]);
  }
  return result;
}
