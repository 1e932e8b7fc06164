import { IsUrl } from 'class-validator';
import { Env } from '@app/platform';

/** Where the system is that the story plays on. */
export class StoryConfig {
  @Env('API_URL', { description: 'Address of the API that `story` plays on; set by npm start and npm run story.' })
  @IsUrl({ require_tld: false }, { message: 'is needed: start the demo with npm start, or use npm run story' })
  apiUrl: string = '';

  @Env('SIMULATOR_URL', { description: 'Address of the router simulator; set by npm start.' })
  @IsUrl({ require_tld: false }, { message: 'is needed: the story plays on simulated routers' })
  simulatorUrl: string = '';
}
