import { type Asker } from '../../engine/command';
import { type RouterState } from '../../engine/router-state';
import { type ConsoleResult, runAtConsole } from '../../engine/console';
import { ScriptError, statements, wordsOf } from './script-words';

const DEPTH = 8;
/** Verbs whose first word without `=` names the items. */
const NAMING = new Set(['set', 'remove', 'enable', 'disable', 'comment', 'unset', 'move', 'run', 'print', 'get']);

interface Frame {
  readonly variables: Map<string, string>;
  readonly asker: Asker;
  readonly output: string[];
  readonly depth: number;
  /** Menu of the command that is being read: a bare `[find]` looks there. */
  readonly menu: string;
}

/**
 * Runs the small part of the scripting language that billing systems use: menu commands, `[find …]`, `:log`, `:put`,
 * `:delay` (which does not wait), `:local`, `:global`, `$variables` and `:do {…} on-error={…}`. Anything else is an error.
 */
export class ScriptRunner {
  constructor(
    private readonly router: RouterState,
    private readonly runScript: (name: string, asker: Asker) => void,
  ) {}

  /** The lines that `:put` wrote. @throws ScriptError */
  run(source: string, asker: Asker, variables: Readonly<Record<string, string>> = {}): string[] {
    const frame = {
      variables: new Map(Object.entries(variables)),
      asker: { ...asker, inScript: true },
      output: [],
      depth: 0,
      menu: '',
    };
    this.block(source, frame);
    return frame.output;
  }

  private block(source: string, frame: Frame): void {
    if (frame.depth > DEPTH) throw new ScriptError('maximum depth exceeded');
    for (const statement of statements(source)) this.statement(statement, frame);
  }

  private statement(statement: string, frame: Frame): void {
    if (statement.startsWith('/')) {
      this.command(statement, frame);
      return;
    }
    const [keyword = '', ...words] = wordsOf(statement);
    switch (keyword) {
      case ':log':
        this.router.log(`script,${words[0] ?? 'info'}`, this.text(words.slice(1), frame));
        break;
      case ':put':
        frame.output.push(this.text(words, frame));
        break;
      case ':local':
      case ':global':
        frame.variables.set(words[0] ?? '', this.text(words.slice(1), frame));
        break;
      case ':do':
        this.attempt(words, frame);
        break;
      case ':delay':
        break;
      default:
        throw new ScriptError(`bad command name ${keyword} (the simulator knows a part of the language)`);
    }
  }

  private attempt(words: readonly string[], frame: Frame): void {
    const inner = { ...frame, depth: frame.depth + 1 };
    const handler = words.find((word) => word.startsWith('on-error='))?.slice('on-error='.length);
    try {
      this.block(bare(words[0] ?? ''), inner);
    } catch (error) {
      if (!(error instanceof ScriptError) || handler === undefined) throw error;
      this.block(bare(handler), inner);
    }
  }

  /** `/ip hotspot user remove [find name="x"]` or `/ip/hotspot/user/remove …`. */
  private command(statement: string, frame: Frame): string {
    const words = wordsOf(statement);
    const isArgument = (word: string): boolean => word.includes('=') || /^["[$*]/.test(word);
    const count = words.findIndex((word, i) => i > 0 && isArgument(word));
    const head = count < 0 ? words : words.slice(0, count);
    const rest = count < 0 ? [] : words.slice(count);
    let path = `/${head.join('/').replace(/^\/+/, '').replace(/\/+/g, '/')}`;
    const known =
      this.router.command(path) !== undefined || this.router.menu(path.replace(/\/[^/]*$/, '')) !== undefined;
    if (!known && head.length > 1) {
      rest.unshift(head.at(-1) ?? ''); // `/system script run expire`: the last word names an item
      path = path.replace(/\/[^/]*$/, '');
    }
    return this.execute(path, rest, frame);
  }

  private execute(path: string, rest: readonly string[], frame: Frame): string {
    const verb = path.slice(path.lastIndexOf('/') + 1);
    if (path === '/system/script/run') {
      this.runScript(this.value(rest[0] ?? '', frame), frame.asker);
      return '';
    }
    const inMenu = { ...frame, menu: path.slice(0, path.lastIndexOf('/')) };
    const words = rest.flatMap((word) => this.argument(word, verb, inMenu));
    if (words.includes('=.id=')) return ''; // why: a find that found nothing touches nothing
    const result = runAtConsole(this.router, [path, ...words], frame.asker);
    if (result.trap !== null) throw new ScriptError(result.trap);
    frame.output.push(...(path === '/export' ? [result.ret ?? ''] : []));
    return result.ret ?? '';
  }

  private argument(word: string, verb: string, frame: Frame): string[] {
    if (word === 'where') return [];
    const equals = word.indexOf('=');
    if (equals > 0 && !/^["[]/.test(word))
      return [`=${word.slice(0, equals)}=${this.value(word.slice(equals + 1), frame)}`];
    if (!NAMING.has(verb)) return [`=${word}=`];
    return [`=.id=${this.value(word, frame)}`];
  }

  private value(word: string, frame: Frame): string {
    if (word.startsWith('[')) return this.found(bare(word), frame);
    if (word.startsWith('"')) return this.filled(unquoted(word), frame);
    if (word.startsWith('{')) return bare(word);
    return this.filled(word, frame);
  }

  /** `find name="x" …` of the menu that the bracket names, or of an inner command. */
  private found(inner: string, frame: Frame): string {
    const text = inner.trim();
    const words = wordsOf(text);
    const at = words.indexOf('find');
    if (at < 0) return this.command(text, frame);
    const menu = at === 0 ? frame.menu : `/${words.slice(0, at).join('/').replace(/^\/+/, '')}`;
    const queries = words.slice(at + 1).filter((word) => word !== 'where');
    const filters = queries.map((word) => {
      const equals = word.indexOf('=');
      return `?${word.slice(0, equals)}=${this.value(word.slice(equals + 1), frame)}`;
    });
    const result: ConsoleResult = runAtConsole(this.router, [`${menu}/find`, ...filters], frame.asker);
    if (result.trap !== null) throw new ScriptError(result.trap);
    return (result.ret ?? '').replaceAll(';', ',');
  }

  private text(words: readonly string[], frame: Frame): string {
    return words.map((word) => this.value(word.replace(/^\((.*)\)$/s, '$1'), frame)).join(' ');
  }

  private filled(text: string, { variables }: Frame): string {
    return text.replace(/\$(?:"([^"]+)"|([A-Za-z][\w]*))/g, (_all, quoted?: string, plain?: string) => {
      return variables.get(quoted ?? plain ?? '') ?? '';
    });
  }
}

const bare = (word: string): string => word.replace(/^[[{]/, '').replace(/[\]}]$/, '');

function unquoted(word: string): string {
  return word.slice(1, -1).replace(/\\([\\"$nrt])/g, (_all, character: string) => {
    return { n: '\n', r: '\r', t: '\t' }[character] ?? character;
  });
}
