/** What a command was asked for: the only thing that goes to stdout, so that it can be piped. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** What happens meanwhile, and what went wrong. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
