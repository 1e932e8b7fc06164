import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project folder; every path of the launcher starts here, whatever the working directory is. */
export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Where a system started from this folder keeps its data: `.data`, or the folder that DATA_DIR names. */
export const DATA_DIR = path.resolve(ROOT, process.env.DATA_DIR || '.data');

/** The compiled entry point of an app. */
export const mainOf = (app) => path.join(ROOT, 'dist', 'apps', app, 'src', 'main.js');
