import { spawnSync } from 'node:child_process';
import fs from 'node:fs';

/** Is there a process of this number (of whatever kind, a zombie not counted)? */
export function alive(pid) {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
  } catch (e) {
    if (e.code !== 'EPERM') return false;
  }
  return statOf(pid)?.state !== 'Z';
}

/**
 * Number and start time of a process in one string. After a restart of a machine or container the same number belongs to
 * another process; the start time tells them apart (Linux; elsewhere the number has to do).
 */
export function identityOf(pid = process.pid) {
  return `${pid} ${statOf(pid)?.started ?? ''}`.trim();
}

/** Does the process that {@link identityOf} described still run? */
export function isRunning(identity) {
  const pid = Number(String(identity).split(' ')[0]);
  return alive(pid) && identityOf(pid) === String(identity).trim();
}

/** The command line of a process, or null where it cannot be read. */
export function commandLineOf(pid) {
  if (process.platform === 'linux') {
    try {
      return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    } catch {
      return null;
    }
  }
  const answer = spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  return answer.status === 0 ? answer.stdout.trim().split(' ') : null;
}

function statOf(pid) {
  if (process.platform !== 'linux') return null;
  try {
    // why: the second field is the program's name in brackets and may itself hold spaces and brackets
    const fields = fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ');
    return { state: fields[0], started: fields[19] };
  } catch {
    return null;
  }
}
