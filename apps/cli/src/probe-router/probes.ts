import { isOpaque } from '@app/mikrotik';
import { type RawAnswer, type RawApi, shapeOf, valuesOf } from './raw-api';

/** One question to a router that nobody has answered from hardware yet (routeros.md section 18). It changes nothing. */
export interface Probe {
  readonly name: string;
  readonly run: (api: RawApi) => Promise<string>;
  /** Asked on a connection of its own, before the login. */
  readonly beforeLogin?: boolean;
}

/** An id that no router has: a write to it shows the words of the refusal and changes nothing. */
const NOBODY = '*FFFFFFF';

const shape = (name: string, ...words: string[]): Probe => ({
  name,
  run: async (api) => shapeOf(await api.ask(words)),
});

const columns = ({ sentences }: RawAnswer): string =>
  [
    ...new Set(
      sentences
        .filter(([word]) => word === '!re')
        .flatMap((row) => row.slice(1).map((word) => word.slice(1, word.indexOf('=', 1)))),
    ),
  ].join(' ');

const shownColumns = (name: string, ...words: string[]): Probe => ({
  name,
  run: async (api) => {
    const answer = await api.ask(words);
    return columns(answer) || shapeOf(answer);
  },
});

/** How many rows two spellings of one query find. */
const spellings = (name: string, menu: string, queries: readonly string[]): Probe => ({
  name,
  run: async (api) => {
    const found: string[] = [];
    for (const query of queries) {
      const answer = await api.ask([`${menu}/print`, '=.proplist=.id', query]);
      const rows = answer.sentences.filter(([word]) => word === '!re').length;
      found.push(`${query} → ${answer.sentences.some(([word]) => word === '!trap') ? shapeOf(answer) : rows}`);
    }
    return found.join(', ');
  },
});

/** Values themselves; only for what is no secret and names nobody. */
const values = (name: string, menu: string, attributes: readonly string[]): Probe => ({
  name,
  run: async (api) => {
    const answer = await api.ask([`${menu}/print`, `=.proplist=${attributes.join(',')}`]);
    return attributes.map((attribute) => `${attribute}: ${valuesOf(answer, attribute).join(' | ') || '–'}`).join(', ');
  },
});

const cancelled: Probe = {
  name: 'listen, then /cancel: order of the replies',
  run: async (api) => {
    api.send(['/ppp/secret/listen', '.tag=l']);
    api.send(['/cancel', '=tag=l', '.tag=c']);
    const { sentences, end } = await api.answer(2);
    const told = sentences.map((words) => `${words[0] ?? ''} ${words.find((word) => word.startsWith('.tag=')) ?? ''}`);
    return `${told.join(', ')} (${end})`;
  },
};

const foreignTexts: Probe = {
  name: 'comments that are no UTF-8',
  run: async (api) => {
    const answer = await api.ask(['/ppp/secret/print', '=.proplist=comment']);
    const comments = valuesOf(answer, 'comment');
    return `${comments.filter(isOpaque).length} of ${comments.length}`;
  },
};

const dynamicNames: Probe = {
  name: 'names of dynamic PPPoE interfaces',
  run: async (api) => {
    const names = valuesOf(await api.ask(['/interface/print', '=.proplist=name', '?type=pppoe-in']), 'name');
    const bracketed = names.filter((name) => name.startsWith('<')).length;
    return `${names.length} interfaces, ${bracketed} in angle brackets`;
  },
};

const latency: Probe = {
  name: 'time of an identity print: one by one, then 8 at a time',
  run: async (api) => {
    const rounds = 24;
    const begun = performance.now();
    for (let i = 0; i < rounds; i++) await api.ask(['/system/identity/print']);
    const one = (performance.now() - begun) / rounds;
    const again = performance.now();
    for (let i = 0; i < rounds; i += 8) {
      for (let j = 0; j < 8; j++) api.send(['/system/identity/print']);
      await api.answer(8);
    }
    return `${one.toFixed(1)} ms, ${((performance.now() - again) / rounds).toFixed(1)} ms`;
  },
};

/** In their order. The first two have connections of their own. */
export const PROBES: readonly Probe[] = [
  { ...shape('bare /login', '/login'), beforeLogin: true },
  { ...shape('a command before login', '/system/identity/print'), beforeLogin: true },
  values('version', '/system/resource', ['version', 'board-name', 'architecture-name']),
  values('clock', '/system/clock', ['date', 'time', 'gmt-offset']),
  shape('reply to "#"', '#'),
  shape('print without a match', '/ppp/secret/print', '?name=langgan-probe-none'),
  shape('unknown menu', '/langgan/print'),
  shape('unknown command', '/ppp/secret/langgan'),
  shape('unknown parameter', '/ppp/secret/print', '=langgan=x'),
  shape('get of an id that is not there', '/ppp/secret/get', `=.id=${NOBODY}`, '=value-name=name'),
  shape('set of an id that is not there', '/ppp/secret/set', `=.id=${NOBODY}`, '=comment=x'),
  shape('remove of an id that is not there', '/ppp/secret/remove', `=.id=${NOBODY}`),
  shape('remove of a list of ids that are not there', '/ppp/secret/remove', `=.id=${NOBODY},*FFFFFFE`),
  shape('count-only', '/ppp/secret/print', '=count-only='),
  spellings('truth in queries', '/ppp/secret', ['?disabled=yes', '?disabled=true', '?disabled=no', '?disabled=false']),
  spellings('durations in queries', '/ip/hotspot/user', ['?uptime=00:00:00', '?uptime=0s']),
  spellings('numbers in queries', '/interface', ['?>mtu=200', '?>mtu=1000', '?mtu=1500']),
  shownColumns('columns of /ppp/secret', '/ppp/secret/print'),
  shownColumns('columns of /ppp/secret with show-sensitive', '/ppp/secret/print', '=show-sensitive='),
  shownColumns('columns of /ppp/profile', '/ppp/profile/print'),
  shownColumns('columns of /ppp/active', '/ppp/active/print'),
  shownColumns('columns of /ip/service', '/ip/service/print'),
  shownColumns('columns of /ip/hotspot/user', '/ip/hotspot/user/print'),
  shownColumns('columns of /queue/simple', '/queue/simple/print'),
  shownColumns('columns of /system/health', '/system/health/print'),
  shownColumns('columns of /user/active', '/user/active/print'),
  values('services', '/ip/service', ['name', 'port', 'disabled', 'max-sessions']),
  cancelled,
  foreignTexts,
  dynamicNames,
  latency,
];
