import { Injectable } from '@nestjs/common';
import { Clock } from '@app/core';
import { RouterCacheInvalidation } from '../cache/router-cache-invalidation';
import { type CommandCause, CommandWatch, type Outcome } from '../pool';
import { RouterFactsRepository, type WriteGate } from '../repositories/router-facts.repository';
import { RouterOsError, type Sentence } from '../transport';
import { CommandJournal } from './command-journal';
import { isWrite, menuOf } from './written-command';

const GATE_MS = 250;

/**
 * What happens around every command of the pool: routers that are not managed, or are not the ones that they were, are not
 * written to, whoever tries; what is written is noted; copies of what was written to are forgotten.
 */
@Injectable()
export class RouterCommandWatch extends CommandWatch {
  private readonly gates = new Map<string, { at: number; gate: WriteGate }>();

  constructor(
    private readonly routers: RouterFactsRepository,
    private readonly journal: CommandJournal,
    private readonly copies: RouterCacheInvalidation,
    private readonly clock: Clock,
  ) {
    super();
  }

  async refusal(routerId: string, sentences: readonly Sentence[]): Promise<RouterOsError | undefined> {
    if (!sentences.some(isWrite)) return undefined;
    const gate = await this.gate(routerId);
    if (gate === undefined) return new RouterOsError('READ_ONLY', 'the router is no longer registered');
    if (gate.identityState === 'IDENTITY_MISMATCH') {
      return new RouterOsError('READ_ONLY', 'another router answers at this address');
    }
    if (gate.mode === 'MANAGED') return undefined;
    return new RouterOsError('READ_ONLY', `nothing is written to a router in mode ${gate.mode}`);
  }

  /** Asked anew four times a second at most, so that long batches do not ask for every part. */
  private async gate(routerId: string): Promise<WriteGate | undefined> {
    const now = this.clock.monotonicMs();
    const known = this.gates.get(routerId);
    if (known && now - known.at < GATE_MS) return known.gate;
    const gate = await this.routers.writeGate(routerId);
    if (gate) this.gates.set(routerId, { at: now, gate });
    else this.gates.delete(routerId);
    return gate;
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
