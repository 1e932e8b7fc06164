import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from '../paths.mjs';

/** Takes over the settings of a `.env` in the project folder, if there is one; what the environment sets already wins. */
export function readEnvFile() {
  const file = path.join(ROOT, '.env');
  if (fs.existsSync(file)) process.loadEnvFile(file);
}
