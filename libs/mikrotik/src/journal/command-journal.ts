import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { Clock, uuidv7 } from '@app/core';
import { type Actor, CurrentActor, plainText } from '@app/platform';
import { type CommandCause, type Outcome } from '../pool';
import { CommandLogRepository, type CommandOutcome, type LoggedCommand } from '../repositories/command-log.repository';
import { type RouterOsError, type Sentence } from '../transport';
import { writtenCommand } from './written-command';

/** Waits for company before it writes, and for a batch in progress to be over: nothing of this is on its way. */
const GATHER_MS = 500;
const BATCH = 1_000;
const MOST_WAITING = 50_000;
const RETRY_MS = 1_000;

/** What the commands of one batch have in common. */
interface Facts {
  routerId: string;
  occurredAt: Date;
  who: Actor;
  cause: CommandCause | undefined;
}

/** Put into words only when it is written: until then somebody may be waiting for the batch. */
interface Noted {
  facts: Facts;
  sentence: Sentence;
  outcome: Outcome;
}

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
  private waiting: Noted[] = [];
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
    const facts: Facts = { routerId, occurredAt: this.clock.now(), who: this.actor.get(), cause };
    for (const [sentence, outcome] of sentences) {
      if (!wasSent(outcome)) continue;
      if (this.waiting.length >= MOST_WAITING) this.lost++;
      else this.waiting.push({ facts, sentence, outcome });
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
        await this.log.append(rows.map(loggedOf));
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

function loggedOf({ facts, sentence, outcome }: Noted): LoggedCommand {
  const { routerId, occurredAt, who, cause = causeOf(who) } = facts;
  return {
    ...{ id: uuidv7(), routerId, occurredAt, cause },
    ...actorOf(who),
    ...writtenCommand(sentence),
    ...outcomeOf(outcome),
  };
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
