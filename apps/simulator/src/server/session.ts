import { type Socket } from 'node:net';
import { decodeOpaque, SentenceParser } from '@app/mikrotik';
import { type Asker } from '../engine/command';
import { execute } from '../engine/execute';
import { parseRequest, type Request } from '../engine/request';
import { type RouterState } from '../engine/router-state';
import { type Row } from '../engine/row';
import { TrapCategory, Trap } from '../engine/trap';
import { delayOf, disturbed, type Fault } from '../faults/fault';
import { type FaultBoard } from '../faults/fault-board';
import { type LoginMethod } from '../versions/version-profile';
import { type CommandLog } from './command-log';
import { Exchange, type Wire } from './exchange';
import { askerFor, LoginDesk } from './login';
import { OutputQueue } from './output-queue';
import { type Admitted } from './service-port';

export interface SessionContext {
  readonly router: RouterState;
  readonly faults: FaultBoard;
  readonly login: LoginMethod;
  readonly commands: CommandLog;
  /** Row of /ip/service: `api` or `api-ssl`. */
  readonly service: string;
}

/** Longer words are no commands of this API: the connection is dropped. */
const MAX_WORD_BYTES = 1 << 20;

/** One API connection: login, then commands side by side, told apart by their tags. */
export class Session implements Wire {
  private readonly output: OutputQueue;
  private readonly desk: LoginDesk;
  private readonly running = new Map<string | null, { exchange: Exchange; stop: () => void }>();
  private readonly peer: string;
  private asker: Asker | null = null;
  private presence: Row | null = null;
  private readonly due: { at: number; request: Request }[] = [];
  private ending = false;

  private readonly id: number;
  private readonly socket: Socket;

  constructor(
    { id, socket, reset }: Admitted,
    private readonly context: SessionContext,
  ) {
    this.id = id;
    this.socket = socket;
    this.peer = socket.remoteAddress ?? '';
    this.output = new OutputQueue(socket, reset);
    this.desk = new LoginDesk(context.router, context.login, this.peer);
    socket.setNoDelay(true);
    const parser = new SentenceParser(
      (words) => {
        this.receive(parseRequest(words));
      },
      { maxWordBytes: MAX_WORD_BYTES, decode: decodeOpaque },
    );
    socket.on('data', (bytes: Buffer) => {
      this.read(parser, bytes);
    });
    socket.on('end', () => {
      if (!context.faults.list().some((fault) => fault.goodbye?.() === true)) this.end('fin');
    });
    socket.once('close', () => {
      this.close();
    });
  }

  get alive(): boolean {
    return !this.ending && !this.socket.destroyed;
  }

  send(bytes: Buffer, faults: readonly Fault[]): void {
    if (faults.some((fault) => fault.transmit !== undefined)) this.output.push(disturbed(bytes, faults));
    else this.output.send(bytes);
  }

  end(how: 'fin' | 'rst'): void {
    if (this.ending) return;
    this.ending = true;
    this.output.push([how]);
  }

  private read(parser: SentenceParser, bytes: Buffer): void {
    this.socket.cork(); // why: the answers to pipelined commands leave together
    try {
      parser.push(bytes);
    } catch {
      this.socket.destroy(); // why: a broken stream cannot be answered
    }
    this.socket.uncork();
  }

  private receive(request: Request): void {
    if (!this.alive) return;
    this.context.commands.note(this.id, this.asker?.user ?? null, request);
    const faults = this.context.faults.list();
    const delay = delayOf(faults);
    if (request.command !== '/login' && faults.some(({ shuffles }) => shuffles === true)) {
      setTimeout(() => {
        if (this.alive) this.handle(request);
      }, delay);
      return;
    }
    if (delay === 0 && this.due.length === 0) {
      this.handle(request);
      return;
    }
    const last = this.due.at(-1)?.at ?? 0;
    this.due.push({ at: Math.max(last, performance.now() + delay), request });
    if (this.due.length === 1) this.wait();
  }

  /** Commands that are on their way, in their order. */
  private wait(): void {
    const first = this.due[0];
    if (first === undefined) return;
    setTimeout(
      () => {
        const now = performance.now();
        while (this.alive && this.due[0] !== undefined && this.due[0].at <= now + 0.5) {
          const { request } = this.due.shift() ?? first;
          this.handle(request);
        }
        if (this.alive) this.wait();
      },
      Math.max(0, first.at - performance.now()),
    );
  }

  private handle(request: Request): void {
    const faults = this.context.faults.forCommand(request.command);
    const { emptyReply } = this.context.router.profile;
    const exchange: Exchange = new Exchange(request, this, faults, {
      emptyReply,
      onKeepOpen: (stop) => {
        this.keep(request.tag, exchange, stop);
      },
      onDone: () => {
        if (this.running.get(request.tag)?.exchange === exchange) this.running.delete(request.tag);
      },
    });
    if (!faults.some((fault) => fault.command?.(exchange) === true)) this.dispatch(exchange);
    exchange.release();
  }

  private dispatch(exchange: Exchange): void {
    const { request } = exchange;
    if (request.command === '/login') {
      this.logIn(exchange);
    } else if (this.asker === null) {
      this.fatal(exchange, 'not logged in');
    } else if (request.command === '/quit') {
      this.fatal(exchange, 'session terminated on request');
    } else if (request.command === '/cancel') {
      this.cancel(exchange);
    } else {
      execute({ router: this.context.router, request, asker: this.asker, reply: exchange });
    }
  }

  private fatal(exchange: Exchange, reason: string): void {
    exchange.send(['!fatal', reason]);
    exchange.cut('fin');
  }

  private logIn(exchange: Exchange): void {
    const { router } = this.context;
    const answer = this.desk.answer(exchange.request.attributes);
    switch (answer.kind) {
      case 'challenge':
        exchange.done(answer.challenge);
        break;
      case 'closed':
        this.fatal(exchange, answer.message);
        break;
      case 'refused':
        router.log(
          'system,error,critical',
          `login failure for user ${answer.user} from ${this.peer} via ${this.context.service}`,
        );
        exchange.trap(new Trap(answer.message));
        break;
      case 'welcome':
        this.welcome(answer.user);
        exchange.done();
        break;
    }
  }

  private welcome(user: string): void {
    const { router } = this.context;
    this.asker = askerFor(router, user);
    const row = router.table('/user').named(user);
    const when = router.clock.dateTime();
    router.log('system,info,account', `user ${user} logged in from ${this.peer} via ${this.context.service}`);
    if (this.presence !== null) router.table('/user/active').delete(this.presence);
    const values = { when, name: user, address: this.peer, via: this.context.service, group: row?.get('group') ?? '' };
    this.presence = router.table('/user/active').insert(values, { dynamic: true });
    if (row !== undefined) router.table('/user').update(row, { 'last-logged-in': when });
  }

  private keep(tag: string | null, exchange: Exchange, stop: () => void): void {
    this.running.get(tag)?.stop();
    const end = (): void => {
      if (this.running.get(tag)?.exchange === exchange) this.running.delete(tag);
      stop();
    };
    if (this.socket.destroyed) stop();
    else this.running.set(tag, { exchange, stop: end });
  }

  /** Order on the wire: the traps of the cancelled commands, `!done` of the cancel, then theirs. */
  private cancel(exchange: Exchange): void {
    const wanted = exchange.request.attributes.get('tag');
    const cancelled = [...this.running]
      .filter(([tag]) => wanted === undefined || tag === wanted)
      .map(([, command]) => command);
    for (const { exchange: command, stop } of cancelled) {
      stop();
      command.interrupt('interrupted', TrapCategory.INTERRUPTED);
    }
    exchange.done();
    exchange.release();
    for (const { exchange: command } of cancelled) command.done();
  }

  private close(): void {
    this.ending = true;
    for (const { stop } of [...this.running.values()]) stop();
    if (this.presence === null || this.asker === null) return;
    const { router } = this.context;
    router.table('/user/active').delete(this.presence);
    router.log(
      'system,info,account',
      `user ${this.asker.user} logged out from ${this.peer} via ${this.context.service}`,
    );
  }
}
