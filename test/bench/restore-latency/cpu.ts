import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks of Linux: `getconf CLK_TCK`. */
const TICK_MS = 10;

interface Stat {
  parent: number;
  ownMs: number;
  /** Of children that have ended. */
  endedMs: number;
}

function statOf(pid: number): Stat | undefined {
  try {
    const text = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const at = (n: number): number => fields[n] ?? 0;
    return { parent: at(1), ownMs: (at(11) + at(12)) * TICK_MS, endedMs: (at(13) + at(14)) * TICK_MS };
  } catch {
    return undefined;
  }
}

/** CPU time that a process of this machine has used so far; NaN where there is no /proc. */
export const cpuMsOf = (pid: number): number => statOf(pid)?.ownMs ?? NaN;

/** CPU time of the PostgreSQL server of this machine that a backend belongs to, all its processes; NaN elsewhere. */
export function serverCpuMs(backendPid: number): number {
  const server = statOf(backendPid)?.parent;
  const own = server === undefined ? undefined : statOf(server);
  if (own === undefined) return NaN;
  const pids = readdirSync('/proc').map(Number).filter(Number.isInteger);
  const children = pids.map(statOf).filter((stat) => stat?.parent === server);
  return own.ownMs + own.endedMs + children.reduce((sum, stat) => sum + (stat?.ownMs ?? 0), 0);
}
