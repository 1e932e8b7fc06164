import { type KeyUse, type RotationResult, SecretRotation } from '@app/platform';
import { withServices } from '../cli-context';
import { NotOk } from '../failure';
import { print } from '../output';
import { untilInterrupted } from '../until-interrupted';

interface SecretsOptions {
  json?: boolean;
}

/** Prints which key seals how many values. @throws NotOk when values are sealed with a key that the ring lacks */
export async function secretsStatus({ json }: SecretsOptions): Promise<void> {
  await withServices(async (services) => {
    const uses = await services.get(SecretRotation).status();
    if (json) print(JSON.stringify({ keys: uses }));
    else for (const line of usage(uses)) print(line);
    if (uses.some(({ known }) => !known)) throw new NotOk();
  });
}

/** Re-encrypts under the current key; Ctrl-C stops after the batch in hand. @throws NotOk when a value could not be opened */
export async function rotateSecrets({ json }: SecretsOptions): Promise<void> {
  await withServices(async (services) => {
    const rotation = services.get(SecretRotation);
    const results = await untilInterrupted((signal) => rotation.rotate({ signal }));
    const uses = await rotation.status();
    if (json) print(JSON.stringify({ results, keys: uses }));
    else for (const line of [...results.map(outcome), ...usage(uses)]) print(line);
    if (results.some(({ failed }) => failed.length > 0)) throw new NotOk();
  });
}

function usage(uses: readonly KeyUse[]): string[] {
  const old = uses.filter(({ current }) => !current).reduce((sum, { rows }) => sum + rows, 0);
  return [
    ...uses.map(({ table, column, kid, rows, current, known }) => {
      const note = current ? ' (current)' : known ? '' : ' (this key is missing in SECRET_KEYS)';
      return `${table}.${column}: ${rows} under key ${kid}${note}`;
    }),
    old === 0 ? 'every value is under the current key; older ones can be removed from SECRET_KEYS' : `${old} to rotate`,
  ];
}

function outcome({ table, column, resealed, failed }: RotationResult): string {
  const broken = failed.length > 0 ? `, ${failed.length} could not be opened: ${failed.slice(0, 20).join(', ')}` : '';
  return `${table}.${column}: ${resealed} moved${broken}`;
}
