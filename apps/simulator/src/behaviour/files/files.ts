import { type RouterState } from '../../engine/router-state';
import { type Row } from '../../engine/row';
import { MAX_CONTENTS } from '../../menus/automation.menu';

/** Bytes that v6 shows of a file at most. */
const V6_CONTENTS = 4_095;

const TYPES: Readonly<Record<string, string>> = { rsc: 'script', backup: 'backup', npk: 'package', pem: '.pem file' };

/** Keeps size, type and time of the files, and shows contents only of those that are small enough. */
export class Files {
  /** What each file held when it was described. */
  private readonly described = new WeakMap<Row, string>();

  constructor(private readonly router: RouterState) {
    const table = router.table('/file');
    for (const row of table.list()) this.describe(row);
    table.watch(({ kind, row }) => {
      if (kind !== 'removed') this.describe(row);
    });
  }

  private describe(row: Row): void {
    const contents = row.values.get('contents') ?? '';
    if (this.described.get(row) === contents) return;
    this.described.set(row, contents);
    const { major } = this.router.profile;
    const size = Buffer.byteLength(contents);
    const name = row.values.get('name') ?? '';
    const extension = /\.(\w+)$/.exec(name)?.[1];
    if (!row.values.has('type')) {
      row.values.set('type', extension === undefined ? 'file' : (TYPES[extension] ?? `.${extension} file`));
    }
    row.values.set('size', String(size));
    row.values.set(major === 6 ? 'creation-time' : 'last-modified', this.router.clock.dateTime());
    const limit = major === 6 ? V6_CONTENTS : MAX_CONTENTS;
    row.show('contents', () => (size <= limit && row.get('type') !== 'backup' ? contents : undefined));
  }
}
