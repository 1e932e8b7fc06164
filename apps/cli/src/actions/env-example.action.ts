import { allConfigs } from '../env-example/config-classes';
import { renderEnvExample } from '../env-example/render';
import { writeResult } from '../write-result';

/** Writes `.env.example`. */
export async function envExample({ out }: { out?: string }): Promise<void> {
  await writeResult(renderEnvExample(allConfigs()), out);
}
