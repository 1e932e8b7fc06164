import { type Command, type CommandContext } from '../engine/command';
import { parseDuration } from '../engine/durations';
import { invalidValue, missingArgument, noMatch, unknownParameter } from '../engine/trap';

const KNOWN = new Set(['interface', 'once', 'interval', 'duration', '.proplist']);
const WAYS = ['rx', 'tx'] as const;

/** `/interface/monitor-traffic`: rates now, again and again unless `=once=`. */
export const monitorTraffic: Command = {
  path: '/interface/monitor-traffic',
  policy: 'read',
  run(context) {
    const { request, reply } = context;
    const { attributes } = request;
    for (const name of attributes.keys()) if (!KNOWN.has(name)) throw unknownParameter(name);
    const wanted = attributes.get('interface') ?? '';
    if (wanted === '') throw missingArgument('interface');
    const names = wanted === 'aggregate' ? [] : wanted.split(',');
    for (const name of names) if (!context.router.exists('/interface', name)) throw noMatch('interface');
    const [interval, duration] = [span(attributes, 'interval'), span(attributes, 'duration')];
    let section = 0;
    const show = (): void => {
      for (const name of names) reply.row(rates(context, name, section));
      section++;
    };
    show();
    if (attributes.has('once')) {
      reply.done();
      return;
    }
    const timer = setInterval(show, Math.max(10, interval ?? 1_000));
    const end = duration === null ? null : setTimeout(finish, duration);
    function finish(): void {
      clearInterval(timer);
      reply.done();
    }
    reply.keepOpen(() => {
      clearInterval(timer);
      if (end !== null) clearTimeout(end);
    });
  },
};

function span(attributes: ReadonlyMap<string, string>, name: string): number | null {
  const text = attributes.get(name);
  if (text === undefined) return null;
  const milliseconds = parseDuration(text);
  if (milliseconds === null) throw invalidValue(name);
  return milliseconds;
}

function* rates({ router, request }: CommandContext, name: string, section: number): Generator<[string, string]> {
  const row = router.table('/interface').named(name);
  const wanted = request.attributes.get('.proplist')?.split(',');
  const values: [string, string][] = [['name', name]];
  for (const way of WAYS) {
    const bits = BigInt(row?.get(`${way}-rate`) ?? '0');
    const packets = String(bits / 7_200n);
    values.push([`${way}-packets-per-second`, packets], [`${way}-bits-per-second`, String(bits)]);
    values.push([`fp-${way}-packets-per-second`, packets], [`fp-${way}-bits-per-second`, String(bits)]);
    values.push([`${way}-drops-per-second`, '0'], [`${way}-errors-per-second`, '0']);
    if (way === 'tx') values.push(['tx-queue-drops-per-second', '0']);
  }
  values.push(['.section', String(section)]);
  for (const value of values) if (wanted?.includes(value[0]) ?? true) yield value;
}
