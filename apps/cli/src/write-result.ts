import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { print, say } from './output';

/** Writes a document to a file, or to stdout when none is named. */
export async function writeResult(text: string, file: string | undefined): Promise<void> {
  if (file === undefined) {
    print(text.trimEnd());
    return;
  }
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
  say(`written: ${file}`);
}
