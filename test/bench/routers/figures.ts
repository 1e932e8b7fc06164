export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

export const rounded = (value: number, digits = 1): number => Number(value.toFixed(digits));

/** Milliseconds that some work takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

export interface BenchOptions {
  size: number;
  rounds: number;
  /** Milliseconds that the simulator lets every command wait. */
  latency: number;
  json: boolean;
}

/** `--size N --rounds N --latency MS --json`. @throws Error for what is no whole number */
export function optionsOf(args: readonly string[], defaults: { size: number; rounds: number }): BenchOptions {
  const number = (name: string, otherwise: number): number => {
    const at = args.indexOf(`--${name}`);
    const value = at < 0 ? otherwise : Number(args[at + 1]);
    if (!Number.isInteger(value) || value < 0) throw new Error(`--${name} needs a whole number`);
    return value;
  };
  return {
    size: number('size', defaults.size),
    rounds: number('rounds', defaults.rounds),
    latency: number('latency', 1),
    json: args.includes('--json'),
  };
}

/** Runs a benchmark, one line of progress per round on stderr, and makes the exit code tell of failure. */
export function start(main: () => Promise<void>): void {
  main().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = 1;
  });
}

export function say(options: BenchOptions, line: string): void {
  if (!options.json) process.stderr.write(`${line}\n`);
}
