import { createHash } from 'node:crypto';
import { type Command, type CommandContext, type Reply } from '../../engine/command';
import { missingArgument } from '../../engine/trap';
import { targets } from '../../engine/verbs/items';

/** The power switch of the router. */
export interface Power {
  readonly reboot: () => void;
  readonly shutdown: () => void;
}

const LOG_LEVELS = ['debug', 'info', 'warning', 'error'] as const;

/** Commands under /system, /log and /certificate. */
export function systemCommands(power: Power): Command[] {
  return [
    ...powerCommands(power),
    ...LOG_LEVELS.map((level) => logCommand(level)),
    ...updateCommands(power),
    { path: '/system/resource/monitor', policy: 'read', run: monitor },
    { path: '/certificate/sign', policy: 'policy', run: sign },
    {
      path: '/ip/dns/cache/flush',
      policy: 'write',
      run: ({ reply }) => {
        reply.done();
      },
    },
  ];
}

function powerCommands({ reboot, shutdown }: Power): Command[] {
  const afterAnswer =
    (act: () => void) =>
    ({ reply }: { reply: Reply }): void => {
      reply.done();
      act();
    };
  return [
    { path: '/system/reboot', policy: 'reboot', run: afterAnswer(reboot) },
    { path: '/system/shutdown', policy: 'reboot', run: afterAnswer(shutdown) },
  ];
}

/** `/log/info =message=`. */
function logCommand(level: (typeof LOG_LEVELS)[number]): Command {
  return {
    path: `/log/${level}`,
    policy: 'write',
    run: ({ router, request, reply }) => {
      const message = request.attributes.get('message');
      if (message === undefined) throw missingArgument('message');
      router.log(`script,${level}`, message);
      reply.done();
    },
  };
}

/** Nothing newer ever exists; `install` reboots. */
function updateCommands(power: Power): Command[] {
  const status =
    (act?: () => void): Command['run'] =>
    ({ router, reply }) => {
      const row = router.table('/system/package/update').only;
      reply.row(
        ['channel', 'installed-version', 'latest-version', 'status'].map((name) => [name, row.get(name) ?? '']),
      );
      reply.done();
      act?.();
    };
  const path = '/system/package/update';
  return [
    { path: `${path}/check-for-updates`, policy: 'write', run: status() },
    { path: `${path}/download`, policy: 'write', run: status() },
    { path: `${path}/install`, policy: 'policy', run: status(power.reboot) },
    {
      path: `${path}/cancel`,
      policy: 'write',
      run: ({ reply }) => {
        reply.done();
      },
    },
  ];
}

function monitor({ router, request, reply }: CommandContext): void {
  const show = (): void => {
    const row = router.table('/system/resource').only;
    const used = row.get('cpu-load') ?? '0';
    reply.row([
      ['cpu-used', used],
      ['free-memory', row.get('free-memory') ?? '0'],
    ]);
  };
  show();
  if (request.attributes.has('once')) {
    reply.done();
    return;
  }
  const timer = setInterval(show, 1_000);
  reply.keepOpen(() => {
    clearInterval(timer);
  });
}

function sign(context: CommandContext): void {
  const { router, reply } = context;
  const table = router.table('/certificate');
  for (const row of targets({ ...context, table })) {
    const fingerprint = createHash('sha256')
      .update(`${router.name} ${row.get('name') ?? ''}`)
      .digest('hex');
    const days = Number(row.get('days-valid') ?? 365);
    table.update(row, {
      fingerprint,
      authority: 'true',
      'invalid-before': router.clock.dateTime(),
      'invalid-after': router.clock.dateTime(router.clock.now() + days * 86_400_000),
    });
  }
  reply.done();
}
