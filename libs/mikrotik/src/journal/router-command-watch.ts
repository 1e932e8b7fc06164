import { Injectable } from '@nestjs/common';
import { RouterCacheInvalidation } from '../cache/router-cache-invalidation';
import { type CommandCause, CommandWatch, type Outcome } from '../pool';
import { RouterFactsRepository } from '../repositories/router-facts.repository';
import { RouterOsError, type Sentence } from '../transport';
import { CommandJournal } from './command-journal';
import { isWrite, menuOf } from './written-command';

/**
 * What happens around every command of the pool: routers that are not managed, or are not the ones that they were, are not
 * written to, whoever tries; what is written is noted; copies of what was written to are forgotten.
 */
@Injectable()
export class RouterCommandWatch extends CommandWatch {
  constructor(
    private readonly routers: RouterFactsRepository,
    private readonly journal: CommandJournal,
    private readonly copies: RouterCacheInvalidation,
  ) {
    super();
  }

  async refusal(routerId: string, sentences: readonly Sentence[]): Promise<RouterOsError | undefined> {
    if (!sentences.some(isWrite)) return undefined;
    const gate = await this.routers.writeGate(routerId);
    if (gate === undefined) return new RouterOsError('READ_ONLY', 'the router is no longer registered');
    if (gate.identityState === 'IDENTITY_MISMATCH') {
      return new RouterOsError('READ_ONLY', 'another router answers at this address');
    }
    if (gate.mode === 'MANAGED') return undefined;
    return new RouterOsError('READ_ONLY', `nothing is written to a router in mode ${gate.mode}`);
  }

  sent(
    routerId: string,
    sentences: readonly Sentence[],
    outcomes: readonly Outcome[],
    cause: CommandCause | undefined,
  ): void {
    const written = sentences.flatMap((sentence, at): [Sentence, Outcome][] => {
      const outcome = outcomes[at];
      return outcome && isWrite(sentence) ? [[sentence, outcome]] : [];
    });
    if (written.length === 0) return;
    this.journal.note(routerId, written, cause);
    this.copies.written(
      routerId,
      written.map(([[command = '']]) => menuOf(command)),
    );
  }
}
