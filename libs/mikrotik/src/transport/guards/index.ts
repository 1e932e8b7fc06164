import { assertGuardedVersion } from '../library';
import { guardApi } from './api.guards';
import { guardChannel } from './channel.guards';
import { guardConnector } from './connector.guards';
import { guardEmitters } from './emitter.guards';
import { guardReceiver } from './receiver.guards';

let installed = false;

/**
 * Makes node-routeros fit for production from outside (routeros.md section 5; G13 is the transport's own). Once per process;
 * further calls do nothing.
 *
 * @throws Error when the installed release is not the verified one
 */
export function installGuards(): void {
  if (installed) return;
  assertGuardedVersion();
  guardReceiver();
  guardConnector();
  guardChannel();
  guardApi();
  guardEmitters();
  installed = true;
}
