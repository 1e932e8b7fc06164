import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { Clock, uuidv7 } from '@app/core';
import { type Actor, CurrentActor, plainText } from '@app/platform';
import { type CommandCause, type Outcome } from '../pool';
import { CommandLogRepository, type CommandOutcome, type LoggedCommand } from '../repositories/command-log.repository';
import { type RouterOsError, type Sentence } from '../transport';
import { writtenCommand } from './written-command';

/** Waits for company before it writes: a burst of single commands is one statement. */
const GATHER_MS = 50;
const BATCH = 1_000;
const MOST_WAITING = 50_000;
const RETRY_MS = 1_000;

/** Jobs whose name says why they write. */
const CAUSES: Readonly<Record<string, CommandCause>> = {
  'mikrotik.sync-router': 'SYNC',
  'mikrotik.rotate-credentials': 'ROTATION',
  'mikrotik.rotate-due-credentials': 'ROTATION',
};

/**
 * Writes down every command that changed a router, behind the work: nobody waits for it, and many commands are one
 * statement. What was noted is written before the process ends; a database that is away is waited for.
 */
@Injectable()
export class CommandJournal implements BeforeApplicationShutdown {
  private readonly logger = new Logger(CommandJournal.name);
  private waiting: LoggedCommand[] = [];
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> | undefined;
  private lost = 0;

  constructor(
    private readonly log: CommandLogRepository,
    private readonly actor: CurrentActor,
    private readonly clock: Clock,
  ) {}

  /** @param sentences only those that write, each with its outcome */
  note(routerId: string, sentences: readonly (readonly [Sentence, Outcome])[], cause?: CommandCause): void {
    const who = this.actor.get();
    const facts = { routerId, occurredAt: this.clock.now(), cause: cause ?? causeOf(who), ...actorOf(who) };
    for (const [sentence, outcome] of sentences) {
      if (!wasSent(outcome)) continue;
      if (this.waiting.length >= MOST_WAITING) this.lost++;
      else this.waiting.push({ id: uuidv7(), ...facts, ...writtenCommand(sentence), ...outcomeOf(outcome) });
    }
    if (this.waiting.length === 0) return;
    this.timer ??= setTimeout(() => void this.flush(), GATHER_MS);
    this.timer.unref();
  }

  /** Writes what waits. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    await this.writing;
    this.writing = this.drain();
    await this.writing;
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.flush();
    clearTimeout(this.timer);
  }

  private async drain(): Promise<void> {
    if (this.lost > 0) {
      this.logger.error(`${this.lost} commands to routers are missing in the log: the database was away for too long`);
      this.lost = 0;
    }
    while (this.waiting.length > 0) {
      const rows = this.waiting.splice(0, BATCH);
      try {
        await this.log.append(rows);
      } catch (error) {
        this.logger.warn(`the command log waits for the database: ${String(error)}`);
        this.waiting.unshift(...rows);
        this.timer ??= setTimeout(() => void this.flush(), RETRY_MS);
        this.timer.unref();
        return;
      }
    }
  }
}

/** What never left us has changed nothing. */
function wasSent(outcome: Outcome): boolean {
  return outcome.ok || outcome.error.details.stage === 'command';
}

function causeOf({ kind, id }: Actor): CommandCause {
  return kind === 'system' ? (CAUSES[id] ?? 'SYSTEM') : 'OPERATOR';
}

function actorOf({ kind, id, name }: Actor): Pick<LoggedCommand, 'actorKind' | 'actorId' | 'actorName'> {
  return { actorKind: kind, actorId: id, actorName: plainText(name) };
}

function outcomeOf(outcome: Outcome): Pick<LoggedCommand, 'outcome' | 'errorCode' | 'error'> {
  if (outcome.ok) return { outcome: 'DONE', errorCode: null, error: null };
  const { code, message } = outcome.error;
  return { outcome: kindOf(outcome.error), errorCode: code, error: plainText(message).slice(0, 300) };
}

const kindOf = (error: RouterOsError): CommandOutcome => (error.isTransport ? 'UNKNOWN' : 'REFUSED');
