import { type ValueKind, compareValues } from './value-kind';

/** What a query looks at: the value of a property, undefined where the row has none. */
export type ValueOf = (name: string) => string | undefined;
export type Predicate = (valueOf: ValueOf) => boolean;
type Step = (stack: BooleanStack, valueOf: ValueOf) => void;

/** The stack of section 10: below its bottom lies an endless supply of true. */
class BooleanStack {
  private values: boolean[] = [];

  push(value: boolean): void {
    this.values.push(value);
  }

  pop(): boolean {
    return this.values.pop() ?? true;
  }

  /** The value at an index, 0 = top. */
  at(index: number): boolean {
    return this.values.at(-1 - index) ?? true;
  }

  replaceBy(value: boolean): void {
    this.values = [value];
  }

  passes(): boolean {
    return !this.values.includes(false);
  }
}

/**
 * Compiles the query words of a print. A row passes if no false is left on the stack.
 *
 * @param kindOf how the values of a property compare
 */
export function compileQuery(words: readonly string[], kindOf: (name: string) => ValueKind): Predicate {
  if (words.length === 0) return () => true;
  const steps = words.map((word) => compileWord(word.slice(1), kindOf));
  return (valueOf) => {
    const stack = new BooleanStack();
    for (const step of steps) step(stack, valueOf);
    return stack.passes();
  };
}

function compileWord(word: string, kindOf: (name: string) => ValueKind): Step {
  const rest = word.slice(1);
  if (word.startsWith('#')) return operations(rest);
  if (word.startsWith('-')) {
    return (stack, valueOf) => {
      stack.push(valueOf(rest) === undefined);
    };
  }
  if (word.startsWith('<')) return comparison(rest, kindOf, (order) => order < 0);
  if (word.startsWith('>')) return comparison(rest, kindOf, (order) => order > 0);
  return comparison(word.startsWith('=') ? rest : word, kindOf, (order) => order === 0);
}

/** `name=operand`, or a bare name, which asks whether there is a value. */
function comparison(text: string, kindOf: (name: string) => ValueKind, holds: (order: number) => boolean): Step {
  const equals = text.indexOf('=');
  if (equals < 0) {
    return (stack, valueOf) => {
      stack.push(valueOf(text) !== undefined);
    };
  }
  const [name, operand] = [text.slice(0, equals), text.slice(equals + 1)];
  const kind = kindOf(name);
  return (stack, valueOf) => {
    const value = valueOf(name);
    stack.push(value !== undefined && holds(compareValues(kind, value, operand)));
  };
}

/** `?#…`, left to right: `!`, `&`, `|`, and indices that copy a value or, at the end, replace the whole stack. */
function operations(text: string): Step {
  const tokens = text.match(/\d+|[^\d]/g) ?? [];
  return (stack) => {
    tokens.forEach((token, i) => {
      if (/^\d/.test(token)) {
        const value = stack.at(Number(token));
        if (i === tokens.length - 1) stack.replaceBy(value);
        else stack.push(value);
      } else {
        operate(stack, token, /^\d/.test(tokens[i - 1] ?? ''));
      }
    });
  };
}

function operate(stack: BooleanStack, operator: string, afterIndex: boolean): void {
  if (operator === '!') stack.push(!stack.pop());
  else if (operator === '.') {
    if (!afterIndex) stack.push(stack.at(0));
  } else if (operator === '&' || operator === '|') {
    const [a, b] = [stack.pop(), stack.pop()];
    stack.push(operator === '&' ? a && b : a || b);
  }
}
