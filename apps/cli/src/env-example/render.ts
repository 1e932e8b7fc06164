import { type ConfigClass, type EnvField, envFieldsOf } from '@app/platform';
import { LAUNCHER_VARIABLES } from './launcher-variables';

const WIDTH = 100;

const HEAD = [
  'Every setting of Langgan. Written by `npm run generate` from the configuration classes: do not edit by hand.',
  'Nothing here is needed for `npm start`. Each line shows the default; secrets have none. `npm start` and `npm run cli`',
  'read a file .env beside this one; elsewhere these are environment variables.',
];

/**
 * The text of `.env.example`: one group per configuration class, each variable with its description and its default.
 * Depends on the classes only, never on the environment, so that it can be compared.
 */
export function renderEnvExample(types: readonly ConfigClass[]): string {
  const groups = types.map((type) => [heading(type), ...envFieldsOf(type).map((field) => entry(type, field))]);
  const launcher = LAUNCHER_VARIABLES.map(({ variable, description }) => `${comment(description)}\n# ${variable}=`);
  const all = [HEAD.map(comment), ...groups, ['# --- npm start, npm test, npm run bench ---', ...launcher]];
  return `${all.map((parts) => parts.join('\n')).join('\n\n')}\n`;
}

function heading(type: ConfigClass): string {
  const words = type.name.replace(/Config$/, '').replace(/(?<=[a-z])(?=[A-Z])/g, ' ');
  return `# --- ${words} ---`;
}

function entry(type: ConfigClass, field: EnvField): string {
  const note = field.example !== undefined ? ` Example: ${field.example}` : '';
  return `${comment(field.description + note)}\n# ${field.variable}=${field.secret ? '' : defaultOf(type, field)}`;
}

function defaultOf(type: ConfigClass, { property }: EnvField): string {
  const value = Reflect.get(new type(), property) as string | number | boolean | string[] | undefined;
  return Array.isArray(value) ? value.join(',') : String(value ?? '');
}

/** Comment lines of at most {@link WIDTH} characters. */
function comment(text: string): string {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last === undefined || `${last} ${word}`.length > WIDTH) lines.push(`# ${word}`);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines.join('\n');
}
