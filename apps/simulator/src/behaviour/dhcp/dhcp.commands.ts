import { type Command, type CommandContext } from '../../engine/command';
import { type Row } from '../../engine/row';
import { failure } from '../../engine/trap';
import { targets } from '../../engine/verbs/items';
import { type DhcpServers } from './dhcp-servers';

const MENU = '/ip/dhcp-server/lease';

/** `make-static` and `check-status` of leases. */
export function dhcpCommands(dhcp: DhcpServers): Command[] {
  const rows = (context: CommandContext): Row[] => targets({ ...context, table: context.router.table(MENU) });
  return [
    {
      path: `${MENU}/make-static`,
      policy: 'write',
      run: (context) => {
        const leases = rows(context);
        // why: wording unverified
        if (leases.some((row) => !row.dynamic)) throw failure('can not make static lease from static lease');
        for (const row of leases) dhcp.makeStatic(row);
        context.reply.done();
      },
    },
    {
      path: `${MENU}/check-status`,
      policy: 'write',
      run: (context) => {
        rows(context);
        context.reply.done();
      },
    },
  ];
}
