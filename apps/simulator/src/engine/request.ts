/** One request sentence, taken apart. */
export interface Request {
  /** `/ppp/secret/print` */
  readonly command: string;
  /** `=name=value` words; a name given twice counts once, the last one. */
  readonly attributes: ReadonlyMap<string, string>;
  /** `?…` words in their order. */
  readonly queries: readonly string[];
  /** Null for an untagged request, whose replies carry no tag either. */
  readonly tag: string | null;
  /** The sentence as it came. */
  readonly words: readonly string[];
}

/** Takes a sentence apart. Words that are neither attribute, query nor tag are ignored, as routers do. */
export function parseRequest(words: readonly string[]): Request {
  const [command = '', ...rest] = words;
  const attributes = new Map<string, string>();
  const queries: string[] = [];
  let tag: string | null = null;
  for (const word of rest) {
    if (word.startsWith('?')) queries.push(word);
    else if (word.startsWith('.tag=')) tag = word.slice('.tag='.length);
    else if (word.startsWith('=')) {
      const equals = word.indexOf('=', 1);
      if (equals < 0) attributes.set(word.slice(1), '');
      else attributes.set(word.slice(1, equals), word.slice(equals + 1));
    }
  }
  return { command, attributes, queries, tag, words };
}

/** `/ppp/secret/print` → menu `/ppp/secret`, verb `print`. */
export function splitCommand(command: string): { menu: string; verb: string } {
  const slash = command.lastIndexOf('/');
  return { menu: command.slice(0, Math.max(slash, 0)), verb: command.slice(slash + 1) };
}
