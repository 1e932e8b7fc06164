import { type MenuContext, type Verb } from '../command';
import { columns } from './columns';

/** Reports every change of the menu, the full row, or `.dead` for one that is gone, until the returned function is called. */
export function watch(context: MenuContext): () => void {
  const { table, reply } = context;
  return table.watch(({ kind, row }) => {
    if (kind === 'removed') {
      reply.row([
        ['.id', row.id],
        ['.dead', 'true'],
      ]);
    } else {
      reply.row(columns(context, row));
    }
  });
}

/** The same until the command is cancelled. */
export function follow(context: MenuContext): void {
  context.reply.keepOpen(watch(context));
}

/** `listen` ends by `/cancel` alone. */
export const listen: Verb = follow;
