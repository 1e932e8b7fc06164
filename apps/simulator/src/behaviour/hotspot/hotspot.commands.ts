import { type Command, type CommandContext } from '../../engine/command';
import { failure, invalidValue, missingArgument, Trap, TrapCategory, unknownParameter } from '../../engine/trap';
import { targets } from '../../engine/verbs/items';
import { type Hotspot } from './hotspot';

const LOGIN_ARGUMENTS = new Set(['user', 'password', 'ip', 'mac-address', 'domain']);

/** `/ip/hotspot/active/login` and `/ip/hotspot/host/make-binding`. */
export function hotspotCommands(hotspot: Hotspot): Command[] {
  return [
    {
      path: '/ip/hotspot/active/login',
      policy: 'write',
      run: (context) => {
        logIn(context, hotspot);
      },
    },
    { path: '/ip/hotspot/host/make-binding', policy: 'write', run: makeBinding },
  ];
}

/** Lets in a client that has joined, as the hotspot's own page would. why: the texts are those of that page. */
function logIn({ request, reply }: CommandContext, hotspot: Hotspot): void {
  const { attributes } = request;
  for (const name of attributes.keys()) if (!LOGIN_ARGUMENTS.has(name)) throw unknownParameter(name);
  const user = attributes.get('user');
  if (user === undefined) throw missingArgument('user');
  const password = attributes.get('password') ?? '';
  const result = hotspot.enter(hostOf(attributes, hotspot), {
    user,
    by: 'admin',
    knows: (known) => known === password,
    domain: attributes.get('domain') ?? '',
  });
  if (!result.ok) throw failure(result.error);
  reply.done();
}

function hostOf(attributes: ReadonlyMap<string, string>, hotspot: Hotspot): string {
  const [ip, mac] = [attributes.get('ip'), attributes.get('mac-address')];
  const named = mac ?? ip;
  if (named === undefined) throw missingArgument('ip');
  const host = hotspot.host(named);
  if (host?.address !== (ip ?? host?.address) || host === undefined) throw failure(`unknown host IP ${ip ?? named}`);
  return host.device.mac;
}

function makeBinding(context: CommandContext): void {
  const { request, reply, router } = context;
  const type = request.attributes.get('type') ?? 'regular';
  if (!['regular', 'bypassed', 'blocked'].includes(type)) throw invalidValue('type');
  const attributes = new Map([['numbers', request.attributes.get('numbers') ?? request.attributes.get('.id') ?? '']]);
  const table = router.table('/ip/hotspot/host');
  const [host] = targets({ ...context, table, request: { ...request, attributes } });
  if (host === undefined) throw new Trap(router.profile.noSuchItem, TrapCategory.MISSING);
  const values = {
    'mac-address': host.get('mac-address') ?? '',
    address: host.get('address') ?? '',
    'to-address': host.get('to-address') ?? '',
    server: host.get('server') ?? 'all',
    type,
  };
  reply.done(router.table('/ip/hotspot/ip-binding').insert(values).id);
}
