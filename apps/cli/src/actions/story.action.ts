import { randomInt } from 'node:crypto';
import { StaffTokens, UsersService } from '@app/iam';
import { loadConfig } from '@app/platform';
import { withServices } from '../cli-context';
import { NotOk } from '../failure';
import { print, say } from '../output';
import { playMainJob } from '../story/main-job.story';
import { StoryApi, StoryFailure } from '../story/story-api';
import { StoryConfig } from '../story/story.config';

/** Plays the main job against the running demo, as a member of staff who exists for that long. */
export async function story(): Promise<void> {
  const { apiUrl, simulatorUrl } = loadConfig(StoryConfig);
  const tag = `S${randomInt(100_000, 999_999)}`;
  const startedAt = performance.now();
  await withServices(async (services) => {
    const users = services.get(UsersService);
    const email = `${tag.toLowerCase()}@story.invalid`;
    const teller = await users.create({ email, name: 'Story', role: 'admin', allSites: true });
    try {
      const token = await services.get(StaffTokens).issueFor(teller.id, 'story');
      await playMainJob({ api: new StoryApi(apiUrl, token), simulatorUrl, tag, tell: print });
      print(`all of it is so; told in ${Math.round((performance.now() - startedAt) / 1000)} s`);
    } catch (error) {
      if (!(error instanceof StoryFailure)) throw error;
      say(error.message);
      throw new NotOk();
    } finally {
      await users.update(teller.id, teller.version, { status: 'DISABLED' });
    }
  });
}
