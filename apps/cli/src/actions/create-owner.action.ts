import { BootstrapService } from '@app/iam';
import { AppConfig } from '@app/platform';
import { withServices } from '../cli-context';
import { print, say } from '../output';

export interface CreateOwnerOptions {
  ifMissing?: boolean;
  json?: boolean;
}

/** Prints the address at which the first owner makes his account. */
export async function createOwner({ ifMissing, json }: CreateOwnerOptions): Promise<void> {
  await withServices(async (services) => {
    const bootstrap = services.get(BootstrapService);
    if (ifMissing && !(await bootstrap.isOpen())) {
      if (json) print('{}');
      return;
    }
    const token = await bootstrap.createOwnerToken();
    // why: behind the # it is never sent to a server, so no log of a proxy holds it
    const url = `${services.get(AppConfig).publicUrl.replace(/\/$/, '')}/#owner=${token}`;
    if (json) print(JSON.stringify({ url, token }));
    else {
      say('Open this address within 24 hours to make the owner account; it works once:');
      print(url);
    }
  });
}
