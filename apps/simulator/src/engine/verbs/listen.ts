import { type MenuContext, type Verb } from '../command';
import { columns } from './columns';

/** Reports every change of the menu until it is cancelled: the full row, or `.dead` for one that is gone. */
export function follow(context: MenuContext): void {
  const { table, reply } = context;
  const stop = table.watch(({ kind, row }) => {
    if (kind === 'removed') {
      reply.row([
        ['.id', row.id],
        ['.dead', 'true'],
      ]);
    } else {
      reply.row(columns(context, row));
    }
  });
  reply.keepOpen(stop);
}

/** `listen` ends by `/cancel` alone. */
export const listen: Verb = follow;
