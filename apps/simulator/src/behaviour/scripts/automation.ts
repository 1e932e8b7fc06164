import { type Asker, type Command, type CommandContext } from '../../engine/command';
import { parseDuration } from '../../engine/durations';
import { type RouterState } from '../../engine/router-state';
import { type Row } from '../../engine/row';
import { type Policy } from '../../engine/schema';
import { missingArgument, notPermitted, Trap, TrapCategory } from '../../engine/trap';
import { ScriptRunner } from './script-runner';
import { ScriptError } from './script-words';

const SYSTEM: Asker = { user: '*sys', may: () => true };
const MAX_MS = 2 ** 31 - 1;

/** Scripts, and the scheduler that runs them by the router's clock. */
export class Automation {
  private readonly runner: ScriptRunner;
  private readonly timers = new Map<Row, NodeJS.Timeout>();

  constructor(
    private readonly router: RouterState,
    private readonly reachable: () => boolean,
  ) {
    this.runner = new ScriptRunner(router, (name, asker) => {
      this.runNamed(name, asker);
    });
    router.table('/system/scheduler').watch(({ kind, row }) => {
      if (kind === 'removed') this.forget(row);
      else this.plan(row, kind === 'added');
    });
    router.onWrite(({ menu, verb, user, item }) => {
      if (verb === 'add' && ['/system/script', '/system/scheduler'].includes(menu)) {
        router.table(menu).named(item)?.values.set('owner', user);
      }
    });
  }

  commands(): Command[] {
    return [
      {
        path: '/system/script/run',
        policy: 'read',
        run: (context) => {
          this.runByCommand(context);
        },
      },
      {
        path: '/execute',
        policy: 'write',
        run: (context) => {
          this.execute(context);
        },
      },
    ];
  }

  /** Runs source text, such as `on-login` of a hotspot profile. What it cannot do is written into the log. */
  trigger(source: string | undefined, variables: Readonly<Record<string, string>>): void {
    if (source === undefined || source === '') return;
    try {
      this.runSource(source, SYSTEM, variables);
    } catch (error) {
      this.complain(error, 'event');
    }
  }

  /** After a boot: schedules that begin with it, and all others anew. */
  resume(): void {
    for (const row of this.router.table('/system/scheduler').list()) {
      if (row.get('start-time') === 'startup' && !row.disabled) this.fire(row);
      this.plan(row, false);
    }
  }

  stop(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
  }

  private runByCommand({ router, request, asker, reply }: CommandContext): void {
    const { attributes } = request;
    const name = attributes.get('number') ?? attributes.get('.id') ?? attributes.get('numbers');
    if (name === undefined) throw missingArgument('number');
    const script = router.table('/system/script').find(name);
    if (script === undefined) throw new Trap(router.profile.noSuchItem, TrapCategory.MISSING);
    try {
      this.runRow(script, asker);
    } catch (error) {
      if (!(error instanceof ScriptError)) throw error;
      throw new Trap(error.message, 3); // category 3: script
    }
    reply.done();
  }

  /** `/execute =script= [=as-string=]`: the output comes back only with `as-string`, which v6 does not have. */
  private execute({ router, request, asker, reply }: CommandContext): void {
    const source = request.attributes.get('script');
    if (source === undefined) throw missingArgument('script');
    const named = router.table('/system/script').named(source)?.get('source');
    if (request.attributes.has('as-string')) {
      const output = this.attempt(() => this.runSource(named ?? source, asker));
      reply.done(output.join('\n'));
      return;
    }
    try {
      this.runSource(named ?? source, asker);
    } catch (error) {
      this.complain(error, 'execute'); // why: it runs in the background, so the asker hears nothing of it
    }
    const job = router.table('/system/script/job').insert({ script: source, owner: asker.user });
    router.table('/system/script/job').delete(job);
    reply.done(job.id);
  }

  private attempt<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof ScriptError)) throw error;
      throw new Trap(error.message, 3);
    }
  }

  private runNamed(name: string, asker: Asker): void {
    const script = this.router.table('/system/script').find(name);
    if (script === undefined) throw new ScriptError('no such item');
    this.runRow(script, asker);
  }

  private runRow(script: Row, asker: Asker): void {
    const policies = (script.get('policy') ?? '').split(',') as Policy[];
    const mayAll = policies.every((policy) => asker.may(policy));
    if (script.get('dont-require-permissions') !== 'true' && !mayAll && asker !== SYSTEM) throw notPermitted();
    const runs = String(Number(script.get('run-count') ?? 0) + 1);
    this.router
      .table('/system/script')
      .update(script, { 'last-started': this.router.clock.dateTime(), 'run-count': runs });
    this.runSource(script.get('source') ?? '', {
      user: script.get('owner') ?? '*sys',
      may: (policy) => policies.includes(policy),
    });
  }

  private runSource(source: string, asker: Asker, variables: Readonly<Record<string, string>> = {}): string[] {
    return this.runner.run(source, asker, variables);
  }

  private plan(row: Row, isNew: boolean): void {
    this.forget(row);
    const { clock } = this.router;
    if (isNew || row.values.get('start-date') === undefined) {
      if (!row.values.has('start-date')) row.values.set('start-date', clock.date());
      if (!row.values.has('start-time')) row.values.set('start-time', clock.time());
    }
    const inMs = row.disabled ? null : this.nextRunMs(row, isNew);
    row.values.delete('next-run');
    if (inMs === null) return;
    row.values.set('next-run', clock.dateTime(clock.now() + inMs));
    const due = (): void => {
      this.fire(row);
      this.plan(row, false);
    };
    this.timers.set(row, setTimeout(due, Math.min(MAX_MS, Math.max(10, inMs))).unref());
  }

  /** Milliseconds to the next run by the clock of the router; null for never. */
  private nextRunMs(row: Row, isNew: boolean): number | null {
    const interval = parseDuration(row.get('interval') ?? '') ?? 0;
    const untilStart = this.untilStart(row);
    if (untilStart > 0) return untilStart;
    if (interval > 0) return untilStart === 0 && isNew ? interval : interval - (-untilStart % interval);
    return null;
  }

  /** Milliseconds from now to start date and time, negative once they are over. */
  private untilStart(row: Row): number {
    const { clock } = this.router;
    if (row.get('start-time') === 'startup') return -clock.uptimeMs();
    const wanted = sortable(`${row.get('start-date') ?? ''} ${row.get('start-time') ?? ''}`);
    const now = sortable(clock.dateTime());
    return wanted === null || now === null ? 0 : wanted - now;
  }

  private fire(row: Row): void {
    const table = this.router.table('/system/scheduler');
    if (!this.reachable() || !table.has(row)) return;
    row.values.set('run-count', String(Number(row.get('run-count') ?? 0) + 1));
    const event = row.get('on-event') ?? '';
    try {
      if (this.router.exists('/system/script', event)) this.runNamed(event, SYSTEM);
      else this.runSource(event, SYSTEM);
    } catch (error) {
      this.complain(error, row.get('name') ?? '');
    }
  }

  private complain(error: unknown, where: string): void {
    if (!(error instanceof ScriptError || error instanceof Trap)) throw error;
    this.router.log('script,error', `executing script ${where} failed, ${error.message}`);
  }

  private forget(row: Row): void {
    clearTimeout(this.timers.get(row));
    this.timers.delete(row);
  }
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Wall-clock milliseconds of a date and time of either line, for comparison only. */
function sortable(text: string): number | null {
  const named = text.replace(/^([a-z]{3})\/(\d\d)\/(\d{4})/i, (_all, month: string, day: string, year: string) => {
    return `${year}-${String(MONTHS.indexOf(month.toLowerCase()) + 1).padStart(2, '0')}-${day}`;
  });
  const milliseconds = Date.parse(`${named.replace(' ', 'T')}Z`);
  return Number.isNaN(milliseconds) ? null : milliseconds;
}
