/** A script that cannot be carried out, with the reason that goes into the log. */
export class ScriptError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ScriptError';
  }
}

const PAIRS: Readonly<Record<string, string>> = { '{': '}', '[': ']', '(': ')' };

/** The statements of a script: lines and `;`, without those inside quotes and brackets. Comments are left out. */
export function statements(source: string): string[] {
  return split(source.replace(/\r/g, ''), (character) => character === '\n' || character === ';')
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '' && !statement.startsWith('#'));
}

/** The words of a statement, quotes and brackets kept. */
export function wordsOf(statement: string): string[] {
  return split(statement, (character) => /\s/.test(character)).filter((word) => word !== '');
}

/** One character as written, or an escaped pair. */
const CHARACTERS = /\\[\s\S]|[\s\S]/g;

function split(text: string, isBreak: (character: string) => boolean): string[] {
  const parts: string[] = [];
  const open: string[] = [];
  let part = '';
  for (const [character] of text.matchAll(CHARACTERS)) {
    nest(character, open);
    if (open.length === 0 && isBreak(character)) {
      parts.push(part);
      part = '';
    } else {
      part += character;
    }
  }
  if (open.length > 0) throw new ScriptError('syntax error: unbalanced quotes or brackets');
  return [...parts, part];
}

/** Keeps the brackets and quotes that are open; inside quotes nothing opens. */
function nest(character: string, open: string[]): void {
  if (character === open.at(-1)) open.pop();
  else if (open.at(-1) === '"') return;
  else if (character === '"') open.push('"');
  else if (PAIRS[character] !== undefined) open.push(PAIRS[character]);
}
