import { type Command, type CommandContext } from '../../engine/command';
import { type RouterState } from '../../engine/router-state';
import { invalidValue, missingArgument, noMatch, Trap, TrapCategory, unknownParameter } from '../../engine/trap';
import { type ConfigurationStore } from './configuration-store';
import { exportConfiguration } from './export';

const EXPORT_ARGUMENTS = new Set(['file', 'compact', 'verbose', 'terse', 'show-sensitive', 'hide-sensitive']);
const MAX_CHUNK = 32_768;

/** `/export`, `/file/read` and `/system/backup`. */
export function fileCommands(store: ConfigurationStore): Command[] {
  return [
    { path: '/export', policy: 'read', run: exportToFile },
    { path: '/file/read', policy: 'read', run: read },
    {
      path: '/system/backup/save',
      policy: 'policy', // why: which policies hardware asks for is unverified
      run: ({ router, request, reply }) => {
        const name = request.attributes.get('name') ?? router.table('/system/identity').only.get('name') ?? 'router';
        store.save(`${name.replace(/\.backup$/, '')}.backup`);
        reply.done();
      },
    },
    {
      path: '/system/backup/load',
      policy: 'policy',
      run: ({ request, reply }) => {
        const name = request.attributes.get('name');
        if (name === undefined) throw missingArgument('name');
        if (!store.has(name)) throw noMatch('name');
        reply.done();
        store.load(name);
      },
    },
  ];
}

/**
 * Over the API `/export` can only write a file, because its output is console text (routeros.md section 12 names no other
 * way; unverified on hardware). Without `=file=` it is no command of the API; `:put`-like output comes back from
 * `/execute =script=/export =as-string=`.
 */
function exportToFile({ router, request, asker, reply }: CommandContext): void {
  const { attributes } = request;
  for (const name of attributes.keys()) if (!EXPORT_ARGUMENTS.has(name)) throw unknownParameter(name);
  const isAsked = attributes.has('show-sensitive') || (router.profile.major === 6 && !attributes.has('hide-sensitive'));
  const text = exportConfiguration(router, { sensitive: isAsked && asker.may('sensitive') });
  const name = attributes.get('file');
  if (name === undefined) {
    if (asker.inScript !== true) throw new Trap(router.profile.noSuchCommand('export'), TrapCategory.MISSING);
    reply.done(text);
    return;
  }
  if (name === '') throw invalidValue('file');
  writeFile(router, name.endsWith('.rsc') ? name : `${name}.rsc`, text);
  reply.done();
}

/** `/file/read =file= =offset= =chunk-size=`: one `!re` with `data`. From v7 on. */
function read({ router, request, reply }: CommandContext): void {
  if (router.profile.major === 6) throw new Trap(router.profile.noSuchCommand('read'), TrapCategory.MISSING);
  const { attributes } = request;
  const file = router.table('/file').find(attributes.get('file') ?? '');
  if (file === undefined) throw new Trap(router.profile.noSuchItem, TrapCategory.MISSING);
  const [offset, size] = [Number(attributes.get('offset') ?? 0), Number(attributes.get('chunk-size') ?? MAX_CHUNK)];
  if (!(offset >= 0)) throw invalidValue('offset');
  if (!(size > 0 && size <= MAX_CHUNK)) throw invalidValue('chunk-size');
  const bytes = Buffer.from(file.values.get('contents') ?? '', 'utf8').subarray(offset, offset + size);
  reply.row([['data', bytes.toString('utf8')]]);
  reply.done();
}

/** Makes or replaces a file. */
export function writeFile(router: RouterState, name: string, contents: string): void {
  const table = router.table('/file');
  const known = table.named(name);
  if (known === undefined) table.insert({ name, contents });
  else table.update(known, { contents });
}
