import { AppConfig } from '@app/platform';
import { withServices } from '../cli-context';
import { NotOk } from '../failure';
import { print, say } from '../output';
import { seedDemo } from '../seed/seed-demo';

/** Writes the demo internet provider, where demos are allowed. */
export async function seed(): Promise<void> {
  await withServices(async (services) => {
    if (!services.get(AppConfig).demo) {
      say('DEMO is off here: demo data belongs into a system of its own (npm start).');
      throw new NotOk();
    }
    print(await seedDemo(services));
  });
}
