import { spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { anyFreePort } from '../system/ports.mjs';

/**
 * The Redis of the tests: TEST_REDIS_URL, or a redis-server of this machine on a free port that forgets everything.
 *
 * @returns {Promise<{ url: string, stop: () => void } | { missing: string }>}
 */
export async function testRedis() {
  const given = process.env.TEST_REDIS_URL;
  if (given) return { url: given, stop: () => {} };
  const program = onPath('redis-server');
  if (!program) return { missing: 'no redis-server on this machine and TEST_REDIS_URL is not set' };
  return startRedis(program);
}

async function startRedis(program) {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'langgan-redis-'));
  const port = await anyFreePort();
  const flags = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', dir];
  const child = spawn(program, flags, { stdio: 'ignore' });
  let ended = null;
  child.once('error', (e) => (ended = e.message));
  child.once('exit', (code) => (ended ??= `it ended with code ${code}`));
  const stop = () => {
    child.kill('SIGKILL');
    fs.rmSync(dir, { recursive: true, force: true });
  };
  for (const end = Date.now() + 10_000; Date.now() < end && !ended; await sleep(50)) {
    if (await pongs(port)) return { url: `redis://127.0.0.1:${port}/0`, stop };
  }
  stop();
  return { missing: `redis-server (${program}) does not start: ${ended ?? 'no answer within 10 s'}` };
}

function pongs(port) {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    const end = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(1_000, () => end(false));
    socket.once('error', () => end(false));
    socket.once('data', (data) => end(data.toString().startsWith('+PONG')));
  });
}

function onPath(name) {
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), '/usr/bin', '/usr/local/bin', '/usr/sbin'];
  return folders.map((folder) => path.join(folder, name)).find(isProgram);
}

function isProgram(file) {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}
