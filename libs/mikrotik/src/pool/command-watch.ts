import { type RouterOsError, type Sentence } from '../transport';
import { type Outcome } from './dispatcher';

/** On whose behalf routers are written to. */
export const COMMAND_CAUSES = ['SYNC', 'ROTATION', 'ISOLIR', 'IMPORT', 'OPERATOR', 'SYSTEM'] as const;
export type CommandCause = (typeof COMMAND_CAUSES)[number];

/** Stands at the door to the routers: may these commands go out, and what became of them? */
export abstract class CommandWatch {
  /** Why none of these commands may be sent; undefined lets them pass. Reading is never refused. */
  abstract refusal(routerId: string, sentences: readonly Sentence[]): Promise<RouterOsError | undefined>;
  /** Must neither throw nor take time. */
  abstract sent(
    routerId: string,
    sentences: readonly Sentence[],
    outcomes: readonly Outcome[],
    cause: CommandCause | undefined,
  ): void;
}
