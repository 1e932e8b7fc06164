import { IsJSON, IsString } from 'class-validator';
import { Env } from '@app/platform';

/** What the demo needs to know about the simulator that belongs to it. */
export class DemoConfig {
  @Env('SIMULATOR_ROUTERS', { description: 'JSON list of the simulated routers of the demo; set by npm start.' })
  @IsJSON({ message: 'must be a JSON list (npm start sets it)' })
  routers: string = '[]';

  @Env('SIMULATOR_PAYMENTS_URL', { description: 'Address of the demo’s payment gateways; set by npm start.' })
  @IsString()
  paymentsUrl: string = '';
}
