import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { createTwoFilesPatch, diffLines } from 'diff';

const zip = promisify(gzip);
const unzip = promisify(gunzip);
/** A comparison that would take longer is not made: it would hold up everybody else. */
const LONGEST_MS = 750;

export const packed = (text: string): Promise<Buffer> => zip(Buffer.from(text, 'utf8'));
export const unpacked = async (content: Buffer): Promise<string> => (await unzip(content)).toString('utf8');
export const hashOf = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest();
export const linesOf = (text: string): number => (text === '' ? 0 : text.split('\n').length - 1);

/** How many lines came and went; undefined when too much differs to say. */
export function countChanges(before: string, after: string): { added: number; removed: number } | undefined {
  const parts = diffLines(before, after, { timeout: LONGEST_MS });
  return parts?.reduce(
    (sum, { added, removed, count }) => ({
      added: sum.added + (added ? count : 0),
      removed: sum.removed + (removed ? count : 0),
    }),
    { added: 0, removed: 0 },
  );
}

/** A unified diff; undefined when too much differs. */
export function unifiedDiff(
  before: { name: string; text: string },
  after: { name: string; text: string },
): string | undefined {
  return createTwoFilesPatch(before.name, after.name, before.text, after.text, undefined, undefined, {
    context: 3,
    timeout: LONGEST_MS,
  });
}
