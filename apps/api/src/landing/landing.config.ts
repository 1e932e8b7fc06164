import { Matches } from 'class-validator';
import { Env } from '@app/platform';

/** What the landing page links to besides the API itself. */
export class LandingConfig {
  @Env('SIMULATOR_URL', { description: 'Address of the router simulator; set by `npm start` in the demo.' })
  @Matches(/^(https?:\/\/\S+)?$/, { message: 'must be an http address' })
  simulatorUrl: string = '';
}
