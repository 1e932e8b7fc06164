import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { print, say } from '../output';
import { probeRouter } from '../probe-router/probe-router';

export interface ProbeRouterOptions {
  host: string;
  user: string;
  port?: number;
  tls?: boolean;
  passwordFile: string;
  json?: boolean;
}

/** Probes a router and prints what it said. @throws Error when it cannot be reached or refuses the login */
export async function printProbe({ host, user, tls = false, ...options }: ProbeRouterOptions): Promise<void> {
  const { passwordFile, json, port = tls ? 8729 : 8728 } = options;
  if (passwordFile === '-' && process.stdin.isTTY) say('password of the router, then Ctrl-D:');
  const given = passwordFile === '-' ? await text(process.stdin) : await readFile(passwordFile, 'utf8');
  const findings = await probeRouter({ host, port, tls, user, password: given.replace(/\r?\n$/, '') });
  if (json) print(JSON.stringify(findings, null, 2));
  else for (const { probe, answer } of findings) print(`${probe}\n    ${answer}`);
}
