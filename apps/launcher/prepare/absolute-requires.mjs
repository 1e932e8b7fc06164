import fs from 'node:fs';
import path from 'node:path';

/**
 * In a folder with letters beyond ASCII the swagger plugin (11.4) writes `require("/escaped/absolute/path/of/the/source")`
 * into the output, which nothing can load. Makes these relative to the output again.
 */
export function repairAbsoluteRequires(root, dist) {
  const escaped = escapeLikeTypeScript(root);
  if (escaped === root) return;
  const call = `require("${escaped}/`;
  for (const entry of fs.readdirSync(dist, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.js')) continue;
    const folder = entry.parentPath ?? entry.path;
    const file = path.join(folder, entry.name);
    const text = fs.readFileSync(file, 'utf8');
    if (!text.includes(call)) continue;
    const up = path.relative(folder, dist).split(path.sep).join('/');
    fs.writeFileSync(file, text.replaceAll(call, `require("${up}/`));
  }
}

function escapeLikeTypeScript(text) {
  return text.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`);
}
